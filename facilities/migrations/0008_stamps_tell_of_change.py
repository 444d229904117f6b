import django.db.models.deletion
from django.db import migrations, models

# How a row leads to its facility: the column to begin with, and the way from ``touched.id``.
WAYS = {
    "itself": ("id", "touched.id AS facility_id FROM touched"),
    "of_facility": ("facility_id", "touched.id AS facility_id FROM touched"),
    "of_floor": ("floor_id", "floor.facility_id FROM touched JOIN facilities_floor AS floor ON floor.id = touched.id"),
    "of_room": (
        "room_id",
        "floor.facility_id FROM touched JOIN facilities_room AS room ON room.id = touched.id"
        " JOIN facilities_floor AS floor ON floor.id = room.floor_id",
    ),
    "of_all": ("id", "NULL::uuid AS facility_id FROM touched"),
}
TABLES = {
    "facilities_facility": "itself",
    "facilities_floor": "of_facility",
    "facilities_room": "of_floor",
    "facilities_workstation": "of_facility",
    "facilities_occupancy": "of_room",
    "facilities_openinghours": "of_facility",
    "facilities_holiday": "of_facility",
    "facilities_facilityinclusion": "of_facility",
    "facilities_rate": "of_facility",
    "facilities_discounttier": "of_facility",
    "facilities_addonprice": "of_facility",
    "facilities_inclusion": "of_all",
    "facilities_package": "of_all",
    "facilities_package_inclusions": "of_all",
    "facilities_shiftpattern": "of_all",
    "facilities_shiftspan": "of_all",
    "facilities_addon": "of_all",
    "facilities_addon_packages": "of_all",
}
EVENTS = {
    "insert": "NEW TABLE AS changed",
    "update": "NEW TABLE AS changed OLD TABLE AS before",
    "delete": "OLD TABLE AS changed",
}


def functions() -> list[migrations.RunSQL]:
    """For each way one after INSERT or DELETE, and one after UPDATE that also looks where rows were before."""
    return [
        migrations.RunSQL(
            f"""
            CREATE FUNCTION change_{way}{moved}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO facilities_facilityrevision (facility_id, token)
                WITH touched AS ({" UNION ".join(f"SELECT {column} AS id FROM {rows}" for rows in read)})
                SELECT facility_id, 1 + floor(random() * 2147483648)::bigint
                FROM (SELECT DISTINCT {path}) AS places;
                RETURN NULL;
            END $$;
            """,  # noqa: S608 - names from above
            f"DROP FUNCTION change_{way}{moved}();",
        )
        for way, (column, path) in WAYS.items()
        for moved, read in {"": ["changed"], "_moved": ["changed", "before"]}.items()
    ]


def triggers() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"""
            CREATE TRIGGER {table}_tells_of_{event} AFTER {event} ON {table} REFERENCING {rows}
                FOR EACH STATEMENT EXECUTE FUNCTION change_{way}{"_moved" if event == "update" else ""}();
            """,
            f"DROP TRIGGER {table}_tells_of_{event} ON {table};",
        )
        for table, way in TABLES.items()
        for event, rows in EVENTS.items()
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('facilities', '0007_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='FacilityRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.BigIntegerField(verbose_name='token')),
                ('facility', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='facilities.facility', verbose_name='facility')),
            ],
            options={
                'verbose_name': 'revision of a facility',
                'verbose_name_plural': 'revisions of facilities',
            },
        ),
        *functions(),
        *triggers(),
    ]
