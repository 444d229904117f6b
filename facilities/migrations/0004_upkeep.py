import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.deletion
import facilities.models.assets
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0003_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "workstation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="facilities.workstation",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "before",
                    models.CharField(
                        choices=[("in_service", "In service"), ("spare", "Kept as a spare"), ("retired", "Retired")],
                        max_length=12,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("in_service", "In service"), ("spare", "Kept as a spare"), ("retired", "Retired")],
                        max_length=12,
                        verbose_name="after",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "change of state",
                "verbose_name_plural": "changes of state",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["workstation", "at"], name="state_change_by_workstation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="state_change_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("after__in", ["in_service", "spare", "retired"]),
                            ("before__in", ["in_service", "spare", "retired"]),
                        ),
                        name="state_change_states_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "workstation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="facilities.workstation",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "Annoying: work goes on"),
                            ("major", "Slows work down"),
                            ("critical", "Nobody can work there"),
                        ],
                        max_length=8,
                        verbose_name="how bad",
                    ),
                ),
                ("what", models.CharField(max_length=250, verbose_name="what is wrong")),
                ("opened_at", models.DateTimeField(verbose_name="since")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fixed_at", models.DateTimeField(blank=True, null=True, verbose_name="put right")),
                (
                    "fixed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fix", models.CharField(blank=True, max_length=250, verbose_name="what was done")),
            ],
            options={
                "verbose_name": "fault",
                "verbose_name_plural": "faults",
                "ordering": ["-opened_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("fixed_at__isnull", True)), fields=["opened_at"], name="fault_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["minor", "major", "critical"])),
                        name="fault_severity_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fixed_at__isnull", True), ("fixed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="fault_is_fixed_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fix", ""), ("fixed_at__isnull", True), ("fixed_by__isnull", True)),
                            models.Q(("fixed_at__isnull", False), models.Q(("fix", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fault_fix_is_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assets", to="facilities.facility"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pc", "PC"),
                            ("laptop", "Laptop"),
                            ("monitor", "Monitor"),
                            ("headset", "Headset"),
                            ("phone", "Phone"),
                            ("ups", "UPS"),
                            ("network", "Network device"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("maker", models.CharField(max_length=60, verbose_name="maker")),
                ("model", models.CharField(blank=True, max_length=80, verbose_name="model")),
                ("serial", models.CharField(max_length=60, verbose_name="serial number")),
                ("specification", models.CharField(blank=True, max_length=250, verbose_name="specification")),
                ("bought_on", models.DateField(blank=True, null=True, verbose_name="bought on")),
                ("warranty_until", models.DateField(blank=True, null=True, verbose_name="warranty until")),
                ("scrapped_on", models.DateField(blank=True, null=True, verbose_name="scrapped on")),
            ],
            options={
                "verbose_name": "asset",
                "verbose_name_plural": "assets",
                "ordering": ["facility", "kind", "maker", "serial"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "maker", "serial"),
                        name="asset_serial_once",
                        violation_error_message="Another asset of this kind and maker has this serial number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["pc", "laptop", "monitor", "headset", "phone", "ups", "network", "other"])
                        ),
                        name="asset_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bought_on__isnull", True),
                            ("warranty_until__isnull", True),
                            ("warranty_until__gte", models.F("bought_on")),
                            _connector="OR",
                        ),
                        name="asset_warranty_ends_after_it_was_bought",
                        violation_error_message="A warranty ends after the day it was bought on.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssetPlacement",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="facilities.asset"
                    ),
                ),
                (
                    "workstation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="facilities.workstation",
                    ),
                ),
                ("placed_at", models.DateTimeField(verbose_name="placed")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed")),
            ],
            options={
                "verbose_name": "placement",
                "verbose_name_plural": "placements",
                "ordering": ["-placed_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["workstation"],
                        name="asset_placement_current",
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("asset", "="),
                            (
                                facilities.models.assets.Moments(
                                    "placed_at", "removed_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="asset_placement_one_place_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), ("removed_at__gte", models.F("placed_at")), _connector="OR"
                        ),
                        name="asset_placement_ends_after_it_began",
                    ),
                ],
            },
        ),
    ]
