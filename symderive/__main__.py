"""`python -m symderive`: the command line without the installed script."""

from symderive.cli import main

if __name__ == "__main__":
    main()
