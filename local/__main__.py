"""`python3 -m local COMMAND`: what the Makefile calls. Runs on any Python 3, so as to say which one is needed."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Seatlease needs Python 3.11 or newer, and %s is Python %d.%d. Install python3.11, "
        "or name one you have: make %s PYTHON=/path/to/python3.11"
        % (sys.executable, sys.version_info[0], sys.version_info[1], " ".join(sys.argv[1:2]) or "run")
    )
if sys.platform == "win32":
    sys.exit("Seatlease runs on Linux and macOS. On Windows, use it inside WSL.")

from local.dispatch import main

sys.exit(main(sys.argv[1:]))
