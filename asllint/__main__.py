"""`python -m asllint` is the command `asllint`."""

import os
import sys

if __name__ == "__main__":
    # Python looks in the current folder first, which is a stranger's as often as not: nothing that
    # is imported from here on comes from there, unless asllint itself does.
    here = os.getcwd()
    if sys.path[0] == here and os.path.dirname(os.path.dirname(os.path.abspath(__file__))) != here:
        del sys.path[0]

    from asllint.cli import main

    main()
