"""Where a working copy keeps what it makes for itself: `.venv`, and `.local` for data, logs and sockets."""

import hashlib
import os
import tempfile
from pathlib import Path

from local.errors import UserError, unwritable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".local"
LOGS = STATE / "logs"
RUN_LOCK = STATE / "run.lock"

# A Unix socket's path has at most 107 bytes on Linux and 103 on macOS; the longest name here is .s.PGSQL.5432.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")


def require_state() -> None:
    """Make `.local`, for its owner's eyes only.

    :raises UserError: when this user may not write there.
    """
    try:
        STATE.mkdir(mode=0o700, exist_ok=True)
    except PermissionError:
        raise unwritable(ROOT) from None
    if not os.access(STATE, os.W_OK | os.X_OK):
        raise unwritable(STATE)
    LOGS.mkdir(exist_ok=True)


def socket_folder(wanted: Path) -> Path:
    """`wanted`, made; or a short private folder that is always the same for it, when its path is too long.

    PostgreSQL's clients also take a comma for the end of a path.

    :raises UserError: when that short folder is somebody else's.
    """
    folder = wanted
    if len(os.fsencode(wanted)) > LONGEST_SOCKET_FOLDER or "," in str(wanted):
        digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
        base = Path(tempfile.gettempdir())
        if len(os.fsencode(base)) > LONGEST_SOCKET_FOLDER - 40:
            base = Path("/tmp")
        folder = base / f"seatlease-{os.geteuid()}-{digest}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    roots_guest = os.geteuid() == 0 and folder == wanted
    if folder.is_symlink() or (folder.stat().st_uid != os.geteuid() and not roots_guest):
        raise UserError(f"{folder} is needed for sockets but belongs to somebody else. Remove it, or ask its owner to.")
    folder.chmod(0o700)
    return folder
