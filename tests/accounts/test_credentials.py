"""API keys: who gives them out, what they may do, and how they end."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, Actor, Person, Staff, StaffFor
from accounts.enums import DEFAULT_SCOPES, Mode, Scope
from accounts.errors import ExpiresInThePast, NotAllowed, UnknownScope
from accounts.models import ApiKey, Client, Partner, User
from accounts.operations import issue_api_key, note_api_key_use, revoke_api_key
from audit.models import AuditEntry
from tests import factories


def issue(owner: Client | Partner, *, actor: Actor, now: datetime) -> ApiKey:
    client, partner = (owner, None) if isinstance(owner, Client) else (None, owner)
    key, _secret = issue_api_key(client=client, partner=partner, name="Test", actor=actor, now=now)
    return key


def test_key_is_kept_as_a_hash_only(acme: Client, now: datetime) -> None:
    key, secret = issue_api_key(client=acme, name="Reports", actor=SYSTEM, now=now)
    assert secret.startswith(f"{key.prefix}.")
    assert secret not in f"{key.pk} {key.hashed_key}"
    assert key.is_valid(secret)
    assert key.scopes == list(DEFAULT_SCOPES)


def test_key_may_do_less(acme: Client, now: datetime) -> None:
    scopes = [Scope.INVOICES_READ, "invoices:read"]
    key, _secret = issue_api_key(client=acme, name="Books", scopes=scopes, actor=SYSTEM, now=now)
    assert key.scopes == ["invoices:read"]


def test_scope_nobody_knows_is_refused(acme: Client, now: datetime) -> None:
    with pytest.raises(UnknownScope, match=r"bookings:write.*clients:read, bookings:read"):
        issue_api_key(client=acme, name="Test", scopes=["bookings:write"], actor=SYSTEM, now=now)


def test_key_cannot_have_expired_already(acme: Client, now: datetime) -> None:
    with pytest.raises(ExpiresInThePast):
        issue_api_key(client=acme, name="Test", expires_at=now, actor=SYSTEM, now=now)


def test_key_has_one_owner(acme: Client, petra: Partner, now: datetime) -> None:
    with pytest.raises(ValueError, match="one of them"):
        issue_api_key(client=acme, partner=petra, name="Test", actor=SYSTEM, now=now)
    with pytest.raises(ValueError, match="one of them"):
        issue_api_key(name="Test", actor=SYSTEM, now=now)


def test_owners_and_staff_give_out_a_companys_keys(acme: Client, olga: User, opal: User, now: datetime) -> None:
    for actor in (Person(olga), Staff(opal), StaffFor(opal, acme, Mode.ACTING, "They rang.")):
        key = issue(acme, actor=actor, now=now)
        assert revoke_api_key(key=key, actor=actor, now=now).revoked


@pytest.mark.parametrize("who", ["alice", "bela", "victor", "mallory"])
def test_others_do_not(acme: Client, now: datetime, who: str, request: pytest.FixtureRequest) -> None:
    actor = Person(request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        issue(acme, actor=actor, now=now)
    with pytest.raises(NotAllowed):
        revoke_api_key(key=issue(acme, actor=SYSTEM, now=now), actor=actor, now=now)


def test_only_staff_give_out_a_partners_keys(petra: Partner, olga: User, opal: User, now: datetime) -> None:
    assert issue(petra, actor=Staff(opal), now=now).owner == petra
    with pytest.raises(NotAllowed):
        issue(petra, actor=Person(olga), now=now)


def test_key_gives_out_no_keys(acme: Client, initech: Client, petra: Partner, now: datetime) -> None:
    for owner, actor in (
        (acme, factories.make_key(client=acme)),
        (initech, factories.make_key(partner=petra)),
        (petra, factories.make_key(partner=petra)),
    ):
        with pytest.raises(NotAllowed):
            issue(owner, actor=actor, now=now)
        with pytest.raises(NotAllowed):
            revoke_api_key(key=issue(owner, actor=SYSTEM, now=now), actor=actor, now=now)


def test_both_operations_are_told_of_the_owner_without_the_hash(acme: Client, olga: User, now: datetime) -> None:
    actor = Person(olga)
    key = issue(acme, actor=actor, now=now)
    revoke_api_key(key=key, actor=actor, now=now)
    entries = AuditEntry.objects.filter(subject_id=str(acme.pk)).order_by("id")
    assert [entry.verb for entry in entries] == ["accounts.api_key_issued", "accounts.api_key_revoked"]
    assert entries[0].details["prefix"] == key.prefix
    assert key.hashed_key not in str(entries[0].details)


def test_revoking_again_changes_nothing(acme: Client, now: datetime) -> None:
    key = issue(acme, actor=SYSTEM, now=now)
    for _ in range(2):
        key = revoke_api_key(key=key, actor=SYSTEM, now=now)
    assert AuditEntry.objects.filter(verb="accounts.api_key_revoked").count() == 1


def test_use_is_written_once_a_minute(acme: Client, now: datetime) -> None:
    key = issue(acme, actor=SYSTEM, now=now)
    note_api_key_use(key=key, now=now)
    key.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        note_api_key_use(key=key, now=now + timedelta(seconds=59))
    assert len(queries) == 0
    note_api_key_use(key=key, now=now + timedelta(minutes=1))
    key.refresh_from_db()
    assert key.last_used_at == now + timedelta(minutes=1)


# --- From the shell --------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_api_key", *arguments, stdout=out)
    return out.getvalue().strip()


def test_shell_prints_the_secret(petra: Partner) -> None:
    secret = run("--partner", "Petra", "--scope", "clients:read", "--days", "30")
    key = ApiKey.objects.get()
    assert key.is_valid(secret)
    assert (key.owner, key.scopes) == (petra, ["clients:read"])
    assert key.expiry_date is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--client", "Nobody"], "There is no client “Nobody”"),
        (["--client", "Acme", "--scope", "x"], "There is no scope “x”"),
        (["--client", "Acme", "--days", "0"], "Choose a moment after now"),
    ],
)
def test_shell_says_what_is_wrong(acme: Client, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_shell_asks_which_of_two(acme: Client) -> None:
    factories.make_client("Acme")
    with pytest.raises(CommandError, match="More than one"):
        run("--client", "Acme")
