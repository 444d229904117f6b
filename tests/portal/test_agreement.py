"""What clients accept is the provider's own wording, once there is one."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import CheckMessage, run_checks
from django.test import Client as HttpClient
from django.test import override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db


def our_own(folder: Path, version: str) -> override_settings:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [folder, *templates[0]["DIRS"]]
    return override_settings(TEMPLATES=templates, AGREEMENT_VERSION=version)


def told() -> list[CheckMessage]:
    return [problem for problem in run_checks() if problem.id == "portal.E001"]


def test_the_wording_of_the_provider_stands_before_ours(tmp_path: Path) -> None:
    wording = tmp_path / "portal" / "agreement" / "island-1.html"
    wording.parent.mkdir(parents=True)
    wording.write_text("<p>Seats of Island Seats Incorporated.</p>")
    with our_own(tmp_path, "island-1"):
        page = HttpClient().get(reverse("portal:agreement")).content.decode()
        assert told() == []
    assert "Version island-1" in page
    assert "Seats of Island Seats Incorporated." in page


def test_a_version_without_wording_is_said_at_the_start(tmp_path: Path) -> None:
    with our_own(tmp_path, "island-2"):
        [problem] = told()
    assert "portal/agreement/island-2.html" in str(problem.hint)
