"""`python -m asllint.authoring.scaffold NAME CATEGORY [FOLDER]`: the two files of a new rule."""

from __future__ import annotations

if __name__ == "__main__":
    import sys

    from asllint.authoring.scaffold import main

    sys.exit(main())
