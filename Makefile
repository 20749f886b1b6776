# make demo    sets everything up and derives the catenary       make check   format, lint, types, tests
# make test    sets everything up and runs the tests             make bench   the measured figures
# Needs make and Python >= 3.11 (PYTHON=... chooses one); the rest goes into .venv.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo
# Overridable: make test PYTEST="-k worker" runs those tests, in one process.
PYTEST ?= -n 2

.PHONY: test demo check bench counts rules clean
.DELETE_ON_ERROR:

test: $(READY)
	$(BIN)/python -m pytest $(PYTEST)

demo: $(READY)
	@mkdir -p $(DEMO)
	$(BIN)/symderive derive catenary
	$(BIN)/symderive derive catenary --format latex -o $(DEMO)/catenary.tex
	$(BIN)/symderive derive catenary --format markdown -o $(DEMO)/catenary.md
	$(BIN)/symderive derive catenary --format json -o $(DEMO)/catenary.json
	$(BIN)/symderive verify $(DEMO)/catenary.json

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PYTEST)

bench: $(READY)
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file; done

# Rewrites the line of the README that says how large the trusted part is.
counts: $(READY)
	$(BIN)/python tests/counts.py

# The stamp: set up again only when the dependencies or packages change.
$(READY): pyproject.toml
	@python=; for p in "$(PYTHON)" python3 python3.13 python3.12 python3.11 python; do \
	  if [ -n "$$p" ] && "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$p; break; fi; done; \
	[ -n "$$python" ] || { echo "make: Python >= 3.11 is needed; make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "make: $$python has no working venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

# Writes docs/rules.md from rules/*.toml.
rules: $(READY)
	$(BIN)/python -c "from symderive.library import rules; from symderive.present.rules_page import page; open('docs/rules.md', 'w').write(page(rules()))"

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info
