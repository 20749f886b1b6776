"""The worker process: its limits hold against C code, and what was found before them is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from symderive import worker as worker_module
from symderive.worker import OutOfMemory, OutOfTime, Worker, WorkerError, shared

ROOT = Path(__file__).resolve().parent.parent
POSIX = os.name == "posix"


@pytest.fixture(scope="module")
def worker():
    with Worker(memory_mb=600, preload=()) as w:
        yield w


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_answer_is_the_value_of_the_function(worker):
    """Plain data goes there and comes back unchanged, tuples and big integers included."""
    assert worker.run("copy:copy", ([1, "x", (2.5, None, True), {"k": 7**400}],), seconds=5) == [
        1,
        "x",
        (2.5, None, True),
        {"k": 7**400},
    ]


@pytest.mark.parametrize("task", ["hang_in_flint", "hang_in_python_integers"])
def test_hang_in_c_is_killed_at_the_limit(worker, task):
    """A C call that no signal can stop ends within half a second of its limit."""
    worker.run("worker_tasks:process_id", seconds=5)
    begun = time.monotonic()
    with pytest.raises(OutOfTime, match=r"out of time after 0\.5 s"):
        worker.run(f"worker_tasks:{task}", seconds=0.5)
    assert time.monotonic() - begun < 1.5


def test_call_after_a_kill_works(worker):
    """A kill costs a new process, nothing else."""
    before = worker.run("worker_tasks:process_id", seconds=5)
    with pytest.raises(OutOfTime):
        worker.run("worker_tasks:sleep", (60,), seconds=0.2)
    after = worker.run("worker_tasks:process_id", seconds=5)
    assert after != before
    assert not alive(before)


def test_process_is_kept_between_calls(worker):
    """Two calls, also with an exception between them, share one warm process."""
    before = worker.run("worker_tasks:process_id", seconds=5)
    with pytest.raises(WorkerError):
        worker.run("math:sqrt", (-1,), seconds=5)
    assert worker.run("worker_tasks:process_id", seconds=5) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS binds on Linux only")
@pytest.mark.parametrize("task", ["swell", "swell_in_flint"])
def test_memory_is_bounded(worker, task):
    """Python's MemoryError and the abort of GMP both become OutOfMemory; the next call works."""
    with pytest.raises(OutOfMemory, match="bound 600 MB"):
        worker.run(f"worker_tasks:{task}", seconds=20)
    assert worker.run("math:gcd", (12, 18), seconds=5) == 6


def test_partial_results_survive_the_kill(worker):
    """What was reported before the limit comes back with OutOfTime, in order."""
    with pytest.raises(OutOfTime) as stop:
        worker.run("worker_tasks:report_then_hang", (3,), seconds=0.5)
    assert stop.value.partials == [{"step": 0}, {"step": 1}, {"step": 2}]


def test_flood_of_partial_results_does_not_outlast_the_limit(worker):
    """A search that never stops reporting is stopped like any other."""
    begun = time.monotonic()
    with pytest.raises(OutOfTime) as stop:
        worker.run("worker_tasks:report_for_ever", seconds=0.3)
    assert time.monotonic() - begun < 5
    assert stop.value.partials[:3] == [0, 1, 2]


def test_exception_travels_as_text(worker):
    """The message names function, class and text; the traceback and the partials come along."""
    with pytest.raises(WorkerError) as stop:
        worker.run("worker_tasks:report_then_fail", seconds=5)
    expected = "worker_tasks:report_then_fail: ValueError: no antiderivative of x^x"
    assert str(stop.value) == expected
    assert stop.value.partials == ["half"]
    assert "report_then_fail" in stop.value.details
    assert not isinstance(stop.value, OutOfTime | OutOfMemory)


def test_objects_are_refused_as_answers(worker):
    """Only plain data leaves a worker: unpickling an object would run its code in the parent."""
    with pytest.raises(WorkerError, match=r"plain data.*fractions\.Fraction"):
        worker.run("worker_tasks:not_plain", seconds=5)


def test_prints_do_not_disturb_the_answer(worker):
    """A search that writes to stdout cannot break the protocol."""
    assert worker.run("worker_tasks:chatter", seconds=5) == 7


def test_death_is_reported_with_its_last_words(worker):
    """A process that ends by itself is named, with what it wrote on stderr."""
    with pytest.raises(WorkerError, match="ended by exit code 3") as stop:
        worker.run("worker_tasks:die", seconds=5)
    assert stop.value.details.endswith("last words")


def test_system_exit_in_a_search_is_an_error(worker):
    """`sys.exit` inside a search does not look like an answer."""
    with pytest.raises(WorkerError, match="SystemExit"):
        worker.run("worker_tasks:leave", seconds=5)


def test_unknown_function_is_named(worker):
    """A wrong name says which."""
    with pytest.raises(WorkerError, match="no_such_module"):
        worker.run("no_such_module:f", seconds=5)
    with pytest.raises(WorkerError, match="no_such_function"):
        worker.run("math:no_such_function", seconds=5)


def test_no_time_is_out_of_time(worker):
    """A spent budget never starts a search."""
    with pytest.raises(OutOfTime, match="no time left"):
        worker.run("math:gcd", (1, 2), seconds=0)


def test_clock_starts_when_the_worker_is_warm():
    """A limit shorter than `import sympy` suffices for a short call: warming up is not counted."""
    with Worker(preload=("sympy",)) as cold:
        assert cold.run("worker_tasks:loaded", ("sympy",), seconds=0.2) is True


def test_failing_preload_is_an_error():
    """A worker that cannot warm up says why."""
    with Worker(preload=("no_such_module",)) as w, pytest.raises(WorkerError, match="no_such_mod"):
        w.run("math:gcd", (1, 2), seconds=5)


def test_hashes_are_fixed():
    """Two workers walk a set in the same order, so a search is reproducible."""
    orders = []
    for _ in range(2):
        with Worker(preload=()) as w:
            orders.append(w.run("worker_tasks:order_of_a_set", seconds=5))
    assert orders[0] == orders[1]


def test_threads_share_a_worker(worker):
    """Calls from several threads wait for each other and get their own answers."""
    answers: dict[int, int] = {}

    def call(k: int) -> None:
        answers[k] = worker.run("math:comb", (k, 2), seconds=10)

    threads = [threading.Thread(target=call, args=(k,)) for k in range(2, 8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert answers == {k: k * (k - 1) // 2 for k in range(2, 8)}


def test_current_directory_decides_no_import(tmp_path, monkeypatch):
    """A `fractions.py` lying about in the working directory is not run by a worker."""
    (tmp_path / "fractions.py").write_text("raise SystemExit('a stranger ran')\n")
    monkeypatch.chdir(tmp_path)
    with Worker(preload=("fractions",)) as w:
        assert w.run("worker_tasks:loaded", ("fractions",), seconds=5) is True


def run_script(tmp_path: Path, text: str, **options) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "script.py"
    script.write_text(text)
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        **options,
    )


def test_script_without_main_guard_runs_once(tmp_path):
    """A bare script that uses the shared worker is not executed a second time by the worker."""
    done = run_script(
        tmp_path,
        "print('begin')\n"
        "from symderive.worker import shared\n"
        "print(shared().run('math:gcd', (12, 18), seconds=5))\n"
        "print(shared().run('worker_tasks:process_id', seconds=5))\n",
    )
    assert done.stderr == ""
    begin, six, pid = done.stdout.split()
    assert (begin, six) == ("begin", "6")
    if POSIX:
        assert not alive(int(pid)), "the shared worker outlived its process"


def test_shared_worker_is_one():
    """`shared` hands out the same worker every time."""
    assert shared() is shared()
    assert shared() is worker_module._shared


def start_script(tmp_path: Path, text: str) -> subprocess.Popen[str]:
    script = tmp_path / "script.py"
    script.write_text(text)
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )


HANGING = """
from symderive.worker import Worker
w = Worker(preload=())
print(w.run("worker_tasks:process_id", seconds=5), flush=True)
w.run("worker_tasks:hang_in_python_integers", seconds={seconds})
"""


def gone_within(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_interrupt_of_the_parent_kills_the_worker(tmp_path):
    """Ctrl-C during a search ends the parent with KeyboardInterrupt and the worker with it."""
    parent = start_script(tmp_path, HANGING.format(seconds=60))
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.send_signal(signal.SIGINT)
    _, errors = parent.communicate(timeout=10)
    assert "KeyboardInterrupt" in errors
    assert gone_within(pid, 2)


def test_orphan_ends_by_itself(tmp_path):
    """A worker whose parent was killed does not compute for ever."""
    parent = start_script(tmp_path, HANGING.format(seconds=1))
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate(timeout=10)
    assert gone_within(pid, 20)
