"""Bring the people in: staff with their duties, clients who sign up, a partner with a key."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from functools import cached_property

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.actors import Actor, Person, Staff
from accounts.enums import DEFAULT_SCOPES, Role
from accounts.models import ApiKey, Client, Member, Partner, User
from accounts.operations import complete_details, invite_member, record, register_client
from billing.models import TaxCertificate
from demo.data.clients import CLIENTS, NEWCOMER, PARTNER_EMAIL, PARTNER_NAME, ZERO_RATED
from demo.data.provider import DOMAIN, STAFF
from demo.logins import PARTNER_KEY, PASSWORD
from demo.story import Story
from kernel.period import Period

FACTS = {facts.domain: facts for facts in (*CLIENTS, NEWCOMER)}
TITLES = {"Dr."}
INVITED = ("copperline", "nora@copperline.example")


class Cast:
    """Who is in the story, by the short names the tables use; clients come in as the story goes on."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {}
        self.clients: dict[str, Client] = {}

    @cached_property
    def _password(self) -> str:
        # Hashing is slow on purpose; everybody has the same one.
        return make_password(PASSWORD)

    def staff(self, key: str) -> Actor:
        return Staff(self.users[f"{key}@{DOMAIN}"])

    def owner(self, domain: str) -> Actor:
        return Person(self.users[address_of(FACTS[domain].members[0].name, domain)])

    def hire_staff(self, since: datetime) -> None:
        for facts in STAFF:
            user = self._person(
                f"{facts.key}@{DOMAIN}", facts.name, since, is_staff=True, is_superuser=facts.is_administrator
            )
            user.groups.add(Group.objects.get(name=facts.duties))

    def register_partner(self, since: datetime) -> None:
        """The partner's key is known to everybody who reads this, so it can be tried at once."""
        partner = Partner.objects.create(name=PARTNER_NAME, email=PARTNER_EMAIL, created_at=since)
        prefix, _dot, _secret = PARTNER_KEY.partition(".")
        hashed = ApiKey.objects.key_generator.hash(PARTNER_KEY)
        key = ApiKey(
            id=f"{prefix}.{hashed}",
            prefix=prefix,
            hashed_key=hashed,
            name="Demo",
            partner=partner,
            scopes=[str(scope) for scope in DEFAULT_SCOPES],
        )
        key.save(force_insert=True)
        record(
            actor=self.staff("ada"),
            verb="accounts.api_key_issued",
            subject=partner,
            now=since,
            prefix=prefix,
            name=key.name,
            scopes=key.scopes,
            expires_at=None,
        )

    def sign_up(self, domain: str, now: datetime) -> Client:
        """A company with all its people; its details come later."""
        facts = FACTS[domain]
        for member in facts.members:
            self._person(address_of(member.name, domain), member.name, now)
        owner = self.users[address_of(facts.members[0].name, domain)]
        client = register_client(user=owner, name=facts.name, time_zone=facts.time_zone, now=now)
        Member.objects.bulk_create(
            Member(client=client, user=self.users[address_of(member.name, domain)], role=member.role, since=now)
            for member in facts.members[1:]
        )
        if facts.is_partners:
            client.partner = Partner.objects.get(name=PARTNER_NAME)
            client.save(update_fields=["partner"])
        self.clients[domain] = client
        return client

    def complete(self, domain: str, now: datetime) -> None:
        """What documents name, once somebody has asked the accountant."""
        facts = FACTS[domain]
        billing = facts.members[min(2, len(facts.members) - 1)]
        self.clients[domain] = complete_details(
            client=self.clients[domain],
            actor=self.owner(domain),
            now=now,
            legal_name=facts.legal_name,
            country=facts.country,
            address=facts.address,
            tax_id=facts.tax_id,
            branch_code=facts.branch_code,
            billing_name=billing.name,
            billing_email=address_of(billing.name, domain),
            phone=facts.phone,
            withholding=facts.withholding,
        )

    def _person(self, email: str, name: str, since: datetime, **fields: bool) -> User:
        user = User.objects.create(email=email, name=name, password=self._password, date_joined=since, **fields)
        # The address is verified already, so they can sign in. By name: this app knows no login library.
        apps.get_model("account", "EmailAddress").objects.create(user=user, email=email, verified=True, primary=True)
        self.users[email] = user
        return user


def plan_certificates(story: Story, cast: Cast, domain: str, now: datetime) -> None:
    """Zero-rating certificates of a client that has just signed up: one a year, approved before it begins."""
    issuer, number = ZERO_RATED[domain]
    for year in range(now.year, story.today.year + 1):
        days = Period(date(year, 1, 1), date(year + 1, 1, 1))

        def approve(at: datetime, days: Period = days, number: str = number.format(year=year)) -> None:
            TaxCertificate.objects.create(
                client=cast.clients[domain], number=number, issuer=issuer, days=days, approved_at=at
            )

        day_before = story.office_hours(days.start - timedelta(days=6))
        story.plan(max(day_before, now + timedelta(hours=30)), approve)


def plan_invitation(story: Story, cast: Cast) -> None:
    """An owner has asked a colleague into the team, who has yet to join."""
    domain, email = INVITED

    def ask(now: datetime) -> None:
        invite_member(client=cast.clients[domain], email=email, role=Role.MANAGER, actor=cast.owner(domain), now=now)

    story.plan(story.now - timedelta(hours=31), ask)


def address_of(name: str, domain: str) -> str:
    """First name at the company: ``dana@copperline.example``."""
    first = next(word for word in name.split() if word not in TITLES)
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    return f"{plain.lower()}@{domain}.example"
