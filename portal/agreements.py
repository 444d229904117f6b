"""The wording that clients accept when they submit: one template a version, the provider's own or our draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


def agreement_text(version: str) -> str:
    """The template that holds the wording of a version."""
    return f"portal/agreement/{version}.html"


def check_agreement(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A version without its wording is said when the product starts, not when a client wants to read it."""
    try:
        get_template(agreement_text(settings.AGREEMENT_VERSION))
    except TemplateDoesNotExist as missing:
        return [
            Error(
                f"There is no wording for AGREEMENT_VERSION={settings.AGREEMENT_VERSION}.",
                hint=f"Put it into the folder OWN_TEMPLATES as {missing}.",
                id="portal.E001",
            )
        ]
    return []
