"""`make check`: what can be said of the code without using the product. All checks run, then a summary."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.environment import for_production, for_tests
from local.errors import say
from local.paths import ROOT, STATE
from local.servers import temporary_folder, throwaway


@dataclass(frozen=True)
class Check:
    name: str
    argv: list[str]
    environment: Mapping[str, str]


def main(arguments: list[str]) -> int:
    """Run the checks, or those whose names contain one of the words given. Returns 1 when one fails."""
    python = [sys.executable, "-m"]
    manage = [sys.executable, "manage.py"]
    with throwaway(durable=False) as urls, temporary_folder() as installation:
        usual = {**os.environ, **for_tests(urls, STATE / "media")}
        checks = [
            Check("ruff check", [*python, "ruff", "check", "--output-format", "concise", "."], usual),
            Check("ruff format", [*python, "ruff", "format", "--check", "--output-format", "concise", "."], usual),
            Check("mypy", [*python, "mypy", "."], usual),
            Check("lint-imports", [tool("lint-imports"), "--no-cache"], usual),
            Check("djade", [tool("djade"), "--check", *templates()], usual),
            Check("architecture", [*python, "pytest", "-q", "tests/architecture"], usual),
            Check("openapi", [*python, "pytest", "-q", "tests/api/test_schema.py", "-k", "up_to_date"], usual),
            Check("makemigrations", [*manage, "makemigrations", "--check", "--dry-run"], usual),
            Check("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], for_production(urls)),
        ]
        if has_docker_compose():
            shutil.copy(ROOT / ".env.example", installation / ".env")
            compose = ["docker", "compose", "--project-directory", str(installation), "--file", "docker-compose.yml"]
            checks.append(Check("docker compose", [*compose, "config", "--quiet"], os.environ))
        chosen = [check for check in checks if not arguments or any(word in check.name for word in arguments)]
        failed = [check.name for check in chosen if not passes(check)]
    if failed:
        say(f"\nFailed: {', '.join(failed)}.")
        return 1
    say(f"\nAll {len(chosen)} checks passed.")
    return 0


def has_docker_compose() -> bool:
    asked = ["docker", "compose", "version"]
    return shutil.which("docker") is not None and subprocess.run(asked, capture_output=True).returncode == 0


def passes(check: Check) -> bool:
    """Run one check. What it says is shown only when it fails."""
    began = time.monotonic()
    result = subprocess.run(
        check.argv,
        cwd=ROOT,
        env=dict(check.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    verdict = "ok" if result.returncode == 0 else "FAILED"
    say(f"{check.name:<16}{verdict:<8}{time.monotonic() - began:5.1f} s")
    if result.returncode != 0:
        say("\n".join(f"    {line}" for line in result.stdout.rstrip().splitlines()))
    return result.returncode == 0


def tool(name: str) -> str:
    """The path of a program that has no module to run."""
    return str(Path(sys.executable).with_name(name))


def templates() -> list[str]:
    """Every Django template, relative to the checkout."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
