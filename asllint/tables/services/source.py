"""Where the tables of services come from; written by `tools/update_services.py`."""

BOTOCORE = "1.44.5"
RELEASED = "2026-11-17"
