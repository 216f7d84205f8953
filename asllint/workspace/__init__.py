"""Many files: settings, finding, linting, remembering and repairing them."""
