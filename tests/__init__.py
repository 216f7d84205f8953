"""The tests of asllint; what they share is in conftest.py."""
