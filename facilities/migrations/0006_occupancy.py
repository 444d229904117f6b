import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import kernel.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("facilities", "0004_upkeep"),
    ]

    operations = [
        migrations.CreateModel(
            name="Occupancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workstation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occupancies",
                        to="facilities.workstation",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.room"
                    ),
                ),
                ("room_is_exclusive", models.BooleanField(default=False, verbose_name="room is let to one company")),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.client",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("hold", "On hold"), ("lease", "Leased"), ("closure", "Closed")],
                        max_length=8,
                        verbose_name="purpose",
                    ),
                ),
                ("days", kernel.fields.PeriodField(verbose_name="days")),
                ("minutes", kernel.fields.MinutesField(verbose_name="minutes of the week")),
                (
                    "guarded_minutes",
                    kernel.fields.MinutesField(verbose_name="minutes of the week with the hand-over buffer"),
                ),
                ("claim", models.UUIDField(editable=False, verbose_name="taken by")),
                ("source", models.UUIDField(editable=False, verbose_name="taken for")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
            ],
            options={
                "verbose_name": "occupancy",
                "verbose_name_plural": "occupancies",
                "indexes": [
                    models.Index(fields=["claim"], name="occupancy_by_claim"),
                    django.contrib.postgres.indexes.GistIndex(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=["room", "days"],
                        name="occupancy_by_room_and_days",
                    ),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False), ("released_at__isnull", True)),
                        fields=["expires_at"],
                        name="occupancy_expiring",
                    ),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        expressions=[
                            ("workstation", "="),
                            ("days", "&&"),
                            (django.contrib.postgres.indexes.OpClass("minutes", name="multirange_ops"), "&&"),
                        ],
                        name="occupancy_workstation_taken_once",
                        violation_error_message="This seat is taken for some of these hours.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        expressions=[
                            ("workstation", "="),
                            ("client", "<>"),
                            ("days", "&&"),
                            (django.contrib.postgres.indexes.OpClass("guarded_minutes", name="multirange_ops"), "&&"),
                        ],
                        name="occupancy_strangers_keep_the_buffer",
                        violation_error_message="Another client's shift on this seat is too close.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("released_at__isnull", True), ("room_is_exclusive", True)),
                        expressions=[("room", "="), ("client", "<>"), ("days", "&&")],
                        name="occupancy_exclusive_room_has_one_client",
                        violation_error_message="This room is let to one company at a time.",
                    ),
                    models.CheckConstraint(condition=models.Q(("days__isempty", False)), name="occupancy_has_days"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("guarded_minutes__isempty", False),
                            ("guarded_minutes__contained_by", ((0, 10080),)),
                            ("guarded_minutes__contains", models.F("minutes")),
                        ),
                        name="occupancy_minutes_lie_in_the_week",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["hold", "lease", "closure"])),
                        name="occupancy_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", "closure"), ("client__isnull", False), _connector="OR"),
                        name="occupancy_of_a_client_unless_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", "hold"), ("expires_at__isnull", True), _connector="OR"),
                        name="occupancy_only_holds_expire",
                    ),
                ],
            },
        ),
    ]
