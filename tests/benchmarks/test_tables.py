"""A table that gets a column leaves the benchmarks' INSERTs alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Client
from benchmarks import tables

pytestmark = pytest.mark.django_db


def insert(**columns: Any) -> None:
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO accounts_client ({names}) VALUES ({places})", list(columns.values()))


def test_what_a_model_fills_an_insert_need_not_name(now: datetime) -> None:
    said = {"id": uuid4(), "name": "Acme", "time_zone": "Asia/Manila", "created_at": now}
    with pytest.raises(IntegrityError, match="not-null"):
        insert(**said)
    tables.set_defaults()
    insert(**said)
    acme = Client.objects.get()
    fresh = Client(name="Acme", time_zone="Asia/Manila")
    filled = [field.attname for field in Client._meta.concrete_fields if field.attname not in {"id", "created_at"}]
    assert {name: getattr(acme, name) for name in filled} == {name: getattr(fresh, name) for name in filled}


def test_what_is_another_thing_each_time_has_no_default() -> None:
    tables.set_defaults()
    with pytest.raises(IntegrityError, match="null value in column"):
        insert(name="Acme", time_zone="Asia/Manila")
