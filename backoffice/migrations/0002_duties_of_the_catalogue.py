"""Who keeps opening hours, holidays, photographs and certificates."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EDIT = ["view", "add", "change", "delete"]
PLACES = {
    "facilities": {"openinghours": EDIT, "holiday": EDIT, "photo": EDIT, "certificate": EDIT},
}
DUTIES = {"Facility": [PLACES], "Administrator": [PLACES]}


def make_duties(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    import_module("backoffice.migrations.0001_duties").make_duties(apps, schema_editor, DUTIES)


class Migration(migrations.Migration):
    dependencies = [
        ("backoffice", "0001_duties"),
        ("facilities", "0004_opening_photos_certificates_capacity"),
    ]
    operations = [migrations.RunPython(make_duties, migrations.RunPython.noop)]
