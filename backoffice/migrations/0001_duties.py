"""The duties staff are given to begin with; administrators change them afterwards as they like."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEE = ["view"]
KEEP = ["view", "add", "change"]
EDIT = ["view", "add", "change", "delete"]

PLACES = {
    "facilities": {
        "facility": KEEP,
        "floor": KEEP,
        "room": KEEP,
        "workstation": KEEP,
        "facilityinclusion": EDIT,
        "inclusion": EDIT,
        "package": EDIT,
        "shiftpattern": KEEP,
        "discounttier": EDIT,
        "rate": EDIT,
        "openinghours": EDIT,
        "holiday": EDIT,
        "photo": EDIT,
        "certificate": EDIT,
        "addon": EDIT,
        "addonprice": EDIT,
        "fault": KEEP,
        "statechange": SEE,
        "inclusiontest": EDIT,
        "asset": KEEP,
        "assetplacement": SEE,
    },
}
BOOKINGS = {"bookings": {"booking": KEEP, "bookingpolicy": EDIT}}
MONEY_SEEN = {"billing": {"document": SEE, "payment": SEE, "transfernotice": SEE}}
MONEY = {
    "billing": {
        "billingrun": KEEP,
        "document": [*SEE, "enter_opening_balances"],
        "payment": KEEP,
        "transfernotice": ["view", "change"],
        "taxcertificate": EDIT,
        "taxrate": EDIT,
        "withholdingrate": EDIT,
        "billingpolicy": EDIT,
        "numberseries": EDIT,
    },
    "ledger": {
        "journalentry": SEE,
        "journalline": SEE,
        "exchangerate": EDIT,
        "ledgeraccount": EDIT,
        "accountingperiod": KEEP,
    },
    "accounts": {"legalentity": KEEP},
}
CLIENTS = {"accounts": {"client": [*KEEP, "see_as_client", "act_for_client"], "member": EDIT, "partner": SEE, "user": SEE, "apikey": SEE}}
RECORDS = {"audit": {"auditentry": SEE}, "outbox": {"message": ["view", "change"]}}

DUTIES = {
    "Facility": [PLACES, BOOKINGS, MONEY_SEEN, CLIENTS, RECORDS],
    "Finance": [
        MONEY,
        RECORDS,
        {
            "bookings": {"booking": SEE},
            "accounts": {"client": ["view", "change", "see_as_client", "act_for_client"], "member": SEE, "user": SEE},
        },
        {
            "facilities": {
                "facility": SEE,
                "rate": SEE,
                "package": SEE,
                "shiftpattern": SEE,
                "addon": SEE,
                "addonprice": SEE,
            },
        },
    ],
    "Administrator": [
        PLACES,
        BOOKINGS,
        MONEY,
        CLIENTS,
        RECORDS,
        {"accounts": {"user": KEEP, "partner": KEEP, "apikey": KEEP}, "auth": {"group": EDIT}},
    ],
}


def make_duties(
    apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None, duties: dict[str, list[Any]] = DUTIES
) -> None:
    # Permissions are otherwise made after all migrations, and a duty without permissions is none.
    for label in ("auth", "audit", "outbox", "accounts", "facilities", "ledger", "bookings", "billing"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    known = {(p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")}
    for name, parts in duties.items():
        duty, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        duty.permissions.add(
            *(
                known[app, verb if "_" in verb else f"{verb}_{model}"]
                for part in parts
                for app, models in part.items()
                for model, verbs in models.items()
                for verb in verbs
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0001_tables"),
        ("audit", "0001_tables"),
        ("outbox", "0001_tables"),
        ("facilities", "0006_occupancy"),
        ("bookings", "0007_policies"),
        ("billing", "0008_policies"),
        ("ledger", "0001_tables"),
    ]
    operations = [migrations.RunPython(make_duties, migrations.RunPython.noop)]
