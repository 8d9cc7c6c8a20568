"""Migration 0001 names a base class of django-simple-history, which this site no longer uses.

The class has no columns. An empty one stands in for it, so that a new site runs the migrations without the package.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType

# Django loads this module again when it is imported already, and find_spec refuses a stand-in without a spec.
if "simple_history" not in sys.modules and find_spec("simple_history") is None:
    _models = ModuleType("simple_history.models")
    _models.HistoricalChanges = type("HistoricalChanges", (), {})
    _package = ModuleType("simple_history")
    _package.models = _models
    sys.modules.update({"simple_history": _package, "simple_history.models": _models})
