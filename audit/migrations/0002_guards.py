from django.db import migrations

from kernel.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]
    operations = [
        append_only("audit_auditentry"),
    ]
