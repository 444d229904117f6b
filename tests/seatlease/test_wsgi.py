"""What a server is given to serve."""

import gc
import sys
from importlib import import_module


def test_what_a_server_imports_is_left_out_of_collections_of_garbage() -> None:
    import_module("seatlease.wsgi")
    assert gc.get_freeze_count() > 50_000
    assert "portal.views.facilities" in sys.modules
