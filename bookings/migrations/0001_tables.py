import accounts.models.entities
import django.contrib.postgres.constraints
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import functools
import kernel.fields
import kernel.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("facilities", "0003_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "reference",
                    models.CharField(
                        default=functools.partial(kernel.ids.new_reference, *("B",)),
                        editable=False,
                        max_length=12,
                        verbose_name="reference",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.client"
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.facility"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.package"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.shiftpattern",
                        verbose_name="shift",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "on hold"),
                            ("submitted", "waiting for confirmation"),
                            ("confirmed", "confirmed"),
                            ("active", "active"),
                            ("notice_given", "leaving"),
                            ("ended", "ended"),
                            ("expired", "hold expired"),
                            ("cancelled", "cancelled"),
                            ("declined", "declined"),
                            ("terminated", "terminated"),
                        ],
                        default="held",
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("days", kernel.fields.PeriodField(verbose_name="service days")),
                ("term_months", models.PositiveSmallIntegerField(verbose_name="term in months")),
                ("auto_renews", models.BooleanField(default=True, verbose_name="renews by itself")),
                ("hold_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="hold expires")),
                ("held_at", models.DateTimeField(verbose_name="held")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason given to the client")),
                ("notice_given_at", models.DateTimeField(blank=True, null=True, verbose_name="notice given")),
                ("agreement_version", models.CharField(blank=True, max_length=40, verbose_name="agreement accepted")),
                ("client_note", models.TextField(blank=True, verbose_name="note from the client")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="A time zone such as America/Chicago; empty for the facility's.",
                        max_length=60,
                        validators=[accounts.models.entities.validate_time_zone],
                        verbose_name="time zone its hours keep",
                    ),
                ),
                (
                    "hours_resolved_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="hours known until"),
                ),
                (
                    "own_reference",
                    models.CharField(
                        blank=True,
                        help_text="What the lease was called before it came here.",
                        max_length=40,
                        verbose_name="our own reference",
                    ),
                ),
                (
                    "billed_before",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Days before it are neither charged nor credited here.",
                        null=True,
                        verbose_name="billed elsewhere before",
                    ),
                ),
                (
                    "charges_changed_from",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="charges changed from"),
                ),
            ],
            options={
                "verbose_name": "booking",
                "verbose_name_plural": "bookings",
                "ordering": ["-held_at", "-id"],
                "indexes": [
                    models.Index(fields=["client", "-held_at"], name="booking_by_client"),
                    models.Index(fields=["facility", "state"], name="booking_by_facility"),
                    models.Index(
                        condition=models.Q(("state", "held")), fields=["hold_expires_at"], name="booking_hold_expiring"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="booking_reference_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("own_reference", ""), _negated=True),
                        fields=("own_reference",),
                        name="booking_own_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "held",
                                    "submitted",
                                    "confirmed",
                                    "active",
                                    "notice_given",
                                    "ended",
                                    "expired",
                                    "cancelled",
                                    "declined",
                                    "terminated",
                                ],
                            )
                        ),
                        name="booking_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("days__isempty", False)), name="booking_has_days"),
                    models.CheckConstraint(condition=models.Q(("term_months__gt", 0)), name="booking_has_a_term"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            ("hold_expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="booking_hold_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["active", "confirmed", "ended", "notice_given", "submitted", "terminated"],
                                ),
                                _negated=True,
                            ),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="booking_agreed_was_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="booking_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hours_resolved_until__isnull", True), ("time_zone", "")),
                            models.Q(models.Q(("time_zone", ""), _negated=True), ("hours_resolved_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="booking_time_zone_is_resolved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="bookings.booking"
                    ),
                ),
                (
                    "workstation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.workstation"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.shiftpattern",
                        verbose_name="shift",
                    ),
                ),
                ("days", kernel.fields.PeriodField(null=True, verbose_name="service days")),
            ],
            options={
                "verbose_name": "seat of a booking",
                "verbose_name_plural": "seats of a booking",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__isnull", True), ("days__isempty", False), _connector="OR"),
                        name="allocation_has_days_or_none",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("booking"), "="),
                            (models.F("workstation"), "="),
                            (models.F("days"), "&&"),
                        ],
                        name="allocation_seat_once_in_a_booking",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="bookings.booking"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="from")),
                (
                    "currency",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Enter a three-letter currency code such as PHP."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "list_rate",
                    models.DecimalField(decimal_places=4, max_digits=14, verbose_name="list price per seat and month"),
                ),
                (
                    "net_rate",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, verbose_name="agreed price per seat and month"
                    ),
                ),
                (
                    "discounts",
                    models.JSONField(
                        blank=True,
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="discounts",
                    ),
                ),
                (
                    "setup_rate",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=14, verbose_name="set-up per seat"
                    ),
                ),
                (
                    "deposit_months",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=4, verbose_name="deposit in months"
                    ),
                ),
                ("committed_seats", models.PositiveSmallIntegerField(default=0, verbose_name="committed seats")),
                (
                    "committed_until",
                    models.DateField(
                        help_text="The first day on which fewer may be billed.", verbose_name="committed until"
                    ),
                ),
                ("minimum_months", models.PositiveSmallIntegerField(default=1, verbose_name="shortest term in months")),
                ("notice_days", models.PositiveSmallIntegerField(default=60, verbose_name="notice in days")),
                (
                    "escalation_percent",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=5, verbose_name="yearly increase in percent"
                    ),
                ),
                (
                    "escalates_on",
                    models.DateField(
                        blank=True,
                        help_text="Then each year on that day; empty: on each anniversary of the lease.",
                        null=True,
                        verbose_name="first increase",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="agreed")),
            ],
            options={
                "verbose_name": "terms",
                "verbose_name_plural": "terms",
                "ordering": ["booking", "effective_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "effective_from"), name="terms_begin_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deposit_months__gte", 0),
                            ("list_rate__gte", 0),
                            ("net_rate__gte", 0),
                            ("setup_rate__gte", 0),
                        ),
                        name="terms_are_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="terms_currency_is_a_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OneOff",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="one_offs", to="bookings.booking"
                    ),
                ),
                ("kind", models.CharField(choices=[("setup", "Set-up")], max_length=10, verbose_name="kind")),
                ("on", models.DateField(verbose_name="on")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("unit_net", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="each, net")),
            ],
            options={
                "verbose_name": "one-off charge",
                "verbose_name_plural": "one-off charges",
                "ordering": ["booking", "on"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="one_off_is_of_something"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["setup"])), name="one_off_kind_is_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitlistEntry",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.client"
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.facility",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.shiftpattern",
                        verbose_name="shift",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.package",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("months", models.PositiveSmallIntegerField(verbose_name="term in months")),
                ("earliest", models.DateField(verbose_name="earliest first day")),
                ("latest", models.DateField(verbose_name="latest first day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("offered", "seats offered"),
                            ("taken", "offer taken"),
                            ("lapsed", "lapsed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.booking",
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="joined")),
                (
                    "joined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
            ],
            options={
                "verbose_name": "place on the waitlist",
                "verbose_name_plural": "waitlist",
                "ordering": ["joined_at", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["joined_at"], name="waitlist_entry_in_line"),
                    models.Index(fields=["client", "-joined_at"], name="waitlist_entry_by_client"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "offered", "taken", "lapsed", "withdrawn"])),
                        name="waitlist_entry_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gt", 0), ("seats__gt", 0)), name="waitlist_entry_is_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latest__gte", models.F("earliest"))),
                        name="waitlist_entry_window_runs_forward",
                        violation_error_message="The latest first day can't lie before the earliest one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("city", ""), ("facility__isnull", False)),
                            models.Q(("facility__isnull", True), models.Q(("city", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="waitlist_entry_is_for_a_facility_or_a_city",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["offered", "taken"]), _negated=True),
                            ("booking__isnull", False),
                            _connector="OR",
                        ),
                        name="waitlist_entry_offered_has_a_booking",
                    ),
                    models.UniqueConstraint(fields=("booking",), name="waitlist_entry_booking_offered_once"),
                ],
            },
        ),
    ]
