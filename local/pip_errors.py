"""What pip's output means for the person who waits for it."""

import re
import shutil
from pathlib import Path

from local.errors import UserError

# What pip writes, and what it means. The first match wins.
MEANINGS = {
    r"No space left on device|Disk quota exceeded": ("The disk is full. Free some space, then run the command again."),
    (
        r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|Network is unreachable"
        r"|ConnectTimeoutError|ReadTimeoutError|ProxyError|Connection refused|Name or service not known"
    ): (
        "The package index cannot be reached. Check the network (behind a proxy, set https_proxy), "
        "then run the command again; what has been fetched is kept."
    ),
    r"SSLError|CERTIFICATE_VERIFY_FAILED": (
        "The package index's certificate is not trusted here. Behind an inspecting proxy, "
        "name its certificate file in PIP_CERT, then run the command again."
    ),
    r"THESE PACKAGES DO NOT MATCH THE HASHES": (
        "A downloaded package is not the one that was locked, so nothing of it was installed. Run the command "
        "again; when it happens twice, the package index or a cache in between is not to be trusted."
    ),
    r"Permission denied|Operation not permitted": (
        "Some of .venv belongs to another user. Remove .venv as that user, then run the command again."
    ),
}
BUILDING = re.compile(
    r"command '?[^'\n]*(?:gcc|cc|clang|c\+\+|rustc|cargo)'? failed|Failed (?:building|to build)"
    r"|error: subprocess-exited-with-error|metadata-generation-failed|Unable to find (?:a )?compil"
)


def explain(log: Path) -> UserError:
    """The sentence for a failed installation whose output is in `log`."""
    words = log.read_text(encoding="utf-8", errors="replace")
    for pattern, sentence in MEANINGS.items():
        if re.search(pattern, words):
            return UserError(f"{sentence} (pip's own words: {log})")
    if BUILDING.search(words):
        return UserError(f"{compiler_sentence(words)} (pip's own words: {log})")
    missing = re.search(r"No matching distribution found for (\S+)", words)
    if missing:
        return UserError(
            f"The package index has no {missing[1]} for this Python and machine. Python 3.11 on Linux or macOS "
            f"(x86-64 or ARM) has them all. (pip's own words: {log})"
        )
    last = [line for line in words.splitlines() if line.strip()][-1:]
    return UserError(f"pip failed: {last[0] if last else 'it said nothing'}. All it said is in {log}")


def compiler_sentence(words: str) -> str:
    package = re.search(r"(?:Failed building wheel for|Failed to build|Building wheel for) ([\w.-]+)", words)
    what = package[1] if package else "A package"
    if shutil.which("cc") or shutil.which("gcc") or shutil.which("clang"):
        return (
            f"{what} has no ready-made build for this machine and could not be compiled. "
            "Use Python 3.11 on Linux or macOS (x86-64 or ARM), where nothing has to be compiled, "
            "or install what its error asks for."
        )
    return (
        f"{what} has no ready-made build for this machine and there is no C compiler to make one. "
        "On Debian or Ubuntu: apt-get install build-essential python3-dev. Then run the command again."
    )
