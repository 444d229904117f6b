"""The demo goes where it can do no harm."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import LegalEntity
from demo import load
from demo.logins import LOGINS
from facilities.models import Facility
from kernel.refusal import Refusal
from tests import factories


@pytest.mark.django_db
def test_public_passwords_stay_out_of_an_installation_for_real(settings: Any) -> None:
    settings.MAILBOX_PAGE = False
    with pytest.raises(CommandError, match="public"):
        call_command("load_demo", stdout=StringIO())


@pytest.mark.django_db
def test_a_broken_load_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Refusal):
        pass

    def break_off(*args: Any) -> None:
        raise Broken

    monkeypatch.setattr(load, "plan_closures", break_off)
    with pytest.raises(Broken):
        call_command("load_demo", stdout=StringIO())
    assert not Facility.objects.exists()
    assert not LegalEntity.objects.exists()


@pytest.mark.django_db
def test_without_the_demo_nobodys_login_is_told() -> None:
    said = StringIO()
    call_command("demo_logins", stdout=said)
    assert said.getvalue() == ""
    factories.make_user(LOGINS[0].email.partition("@")[0], email=LOGINS[0].email)
    call_command("demo_logins", stdout=said)
    assert LOGINS[0].email in said.getvalue()
