"""Launcher for a checkout: `python cli.py check "sin(2*x) = 2*sin(x)*cos(x)"`."""

from symderive.cli import main

if __name__ == "__main__":
    main()
