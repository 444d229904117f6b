from django.db import migrations

from kernel.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_tables")]
    operations = [
        append_only("bookings_terms"),
        append_only("bookings_oneoff"),
    ]
