"""Who keeps what becomes of seats, and what tests found."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PLACES = {
    "facilities": {
        "incident": ["view", "add", "change"],
        "statechange": ["view"],
        "finding": ["view", "add", "change", "delete"],
    }
}
DUTIES = {"Facility": [PLACES], "Administrator": [PLACES]}


def make_duties(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    import_module("backoffice.migrations.0001_duties").make_duties(apps, schema_editor, DUTIES)


class Migration(migrations.Migration):
    dependencies = [
        ("backoffice", "0002_duties_of_the_catalogue"),
        ("facilities", "0009_inclusions_are_tested_again_and_again"),
    ]
    operations = [migrations.RunPython(make_duties, migrations.RunPython.noop)]
