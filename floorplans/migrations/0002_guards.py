from django.db import migrations

from kernel.guards import adds_up, append_only


class Migration(migrations.Migration):
    dependencies = [("floorplans", "0001_tables")]
    operations = [
        append_only("floorplans_planversion"),
        adds_up(
            "plan_version_numbers_have_no_gaps",
            table="floorplans_planversion",
            parent="floor_id",
            broken="(SELECT max(number) <> count(*) FROM floorplans_planversion AS version"
            " WHERE version.floor_id = parent_id)",
        ),
    ]
