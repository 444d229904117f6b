"""Who keeps the equipment."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PLACES = {"facilities": {"asset": ["view", "add", "change"], "assetplacement": ["view"]}}
DUTIES = {"Facility": [PLACES], "Administrator": [PLACES]}


def make_duties(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    import_module("backoffice.migrations.0001_duties").make_duties(apps, schema_editor, DUTIES)


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0004_duties_of_add_ons"), ("facilities", "0011_assets")]
    operations = [migrations.RunPython(make_duties, migrations.RunPython.noop)]
