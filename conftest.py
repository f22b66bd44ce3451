"""Puts the tests into a data home of their own before Django reads its settings."""

from __future__ import annotations

import os
import tempfile

os.environ["ANJUAN_HOME"] = tempfile.mkdtemp(prefix="anjuan-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjuan.config.settings")
