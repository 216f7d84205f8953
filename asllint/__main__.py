"""`python -m asllint` is the command `asllint`."""

from asllint.cli import main

if __name__ == "__main__":
    main()
