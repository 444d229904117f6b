"""Who keeps add-ons and what they cost."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDIT = ["view", "add", "change", "delete"]
PLACES = {"facilities": {"addon": EDIT, "addonprice": EDIT}}
FINANCE = {"facilities": {"addon": ["view"], "addonprice": ["view"]}}
DUTIES = {"Facility": [PLACES], "Finance": [FINANCE], "Administrator": [PLACES]}


def make_duties(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    import_module("backoffice.migrations.0001_duties").make_duties(apps, schema_editor, DUTIES)


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0003_duties_of_upkeep"), ("facilities", "0010_add_ons")]
    operations = [migrations.RunPython(make_duties, migrations.RunPython.noop)]
