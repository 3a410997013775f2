#!/usr/bin/env python
"""Run Django's commands against the demo host; DJANGO_SETTINGS_MODULE chooses another set of settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "demo.settings.base")
    execute_from_command_line(sys.argv)
