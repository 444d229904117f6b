"""The Chromium that page tests drive: found, or on Debian installed when we are root."""

import os
import shutil
import subprocess

from local.errors import UserError, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_PATH = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """The path of a Chromium or Chrome; CHROMIUM names one that is in an unusual place."""
    for name in (os.environ.get("CHROMIUM") or "", *NAMES, MAC_PATH):
        path = shutil.which(name) if name else None
        if path:
            return path
    return None


def ensure_browser() -> str:
    """A browser's path; as root on Debian or Ubuntu it is installed first when there is none.

    :raises UserError: when there is none; the sentence says how to get one.
    """
    found = find_browser()
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("The page tests need a browser and there is none: installing Chromium with apt-get ...")
        install()
        found = find_browser()
    if not found:
        raise UserError(
            "The page tests need Chromium or Chrome, and there is none. Install it (Debian, Ubuntu: "
            "sudo apt-get install chromium), or name yours: CHROMIUM=/path/to/chrome. "
            'Tests without a browser run with: make test ARGS="tests/kernel"'
        )
    return found


def install() -> None:
    """:raises UserError: when apt-get cannot."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]):
        result = subprocess.run(
            ["apt-get", "-q", *command], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if result.returncode != 0 and command[0] == "install":
            last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise UserError(f"apt-get could not install Chromium: {last}")
