"""Migrations lead there and back again."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import APPS

WITH_TABLES = {app for app in APPS if list(apps.get_app_config(app).get_models())}


def test_every_migration_can_be_taken_back() -> None:
    ours = {
        key: migration
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if key[0] in {*APPS, "backoffice"}
    }
    assert {app for app, _name in ours} == {*WITH_TABLES, "backoffice"}
    stuck = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in ours.items()
        for operation in migration.operations
        if not operation.reversible
    ]
    assert stuck == [], "give it its reverse"
