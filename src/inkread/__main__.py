"""``python -m inkread`` is the command ``inkread``."""

from inkread.cli import main

if __name__ == "__main__":
    main()
