#!/usr/bin/env python
"""Django's commands, and `up`, which starts the servers that the settings need before they can be read."""

import os
import sys

try:
    from django.core.management import execute_from_command_line

    from clinic.devservers.up import up
except ImportError as missing:
    sys.exit(f"The Python package {missing.name} is not installed here: run bin/setup, or use .venv/bin/python.")

if __name__ == "__main__":
    if sys.argv[1:2] == ["up"]:
        sys.exit(up(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    execute_from_command_line(sys.argv)
