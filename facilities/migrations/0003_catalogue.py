import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import kernel.fields
import kernel.ids
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0002_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inclusion",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("desk", "Desk and chair"),
                            ("pc", "PC and headset"),
                            ("internet", "Internet"),
                            ("it_support", "IT support"),
                            ("security", "Security"),
                            ("power", "Power"),
                            ("amenity", "Amenities"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("seat", "At every seat"), ("site", "For the whole site")],
                        default="seat",
                        max_length=4,
                        verbose_name="where",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("specification", models.CharField(blank=True, max_length=250, verbose_name="specification")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
            ],
            options={
                "verbose_name": "inclusion",
                "verbose_name_plural": "inclusions",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="inclusion_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["desk", "pc", "internet", "it_support", "security", "power", "amenity"])
                        ),
                        name="inclusion_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["seat", "site"])), name="inclusion_level_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacilityInclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inclusions", to="facilities.facility"
                    ),
                ),
                (
                    "inclusion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.inclusion"
                    ),
                ),
                ("specification", models.CharField(blank=True, max_length=250, verbose_name="specification here")),
                (
                    "service_level",
                    models.CharField(
                        blank=True,
                        help_text="Such as “answered in 15 minutes, 24/7”.",
                        max_length=160,
                        verbose_name="service level",
                    ),
                ),
            ],
            options={
                "verbose_name": "inclusion of a facility",
                "verbose_name_plural": "inclusions of a facility",
                "ordering": ["inclusion__position", "inclusion__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("facility", "inclusion"), name="facility_inclusion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="InclusionTest",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "inclusion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tests",
                        to="facilities.facilityinclusion",
                    ),
                ),
                ("tested_on", models.DateField(verbose_name="tested on")),
                ("fact", models.CharField(max_length=250, verbose_name="what was found")),
            ],
            options={
                "verbose_name": "tested fact",
                "verbose_name_plural": "tested facts",
                "ordering": ["-tested_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inclusion", "tested_on"),
                        name="inclusion_test_once_a_day",
                        violation_error_message="A test of this day is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fact", ""), _negated=True), name="inclusion_test_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("slug", models.SlugField(max_length=40, verbose_name="short name in addresses")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="one sentence")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                (
                    "inclusions",
                    models.ManyToManyField(blank=True, to="facilities.inclusion", verbose_name="inclusions"),
                ),
            ],
            options={
                "verbose_name": "package",
                "verbose_name_plural": "packages",
                "ordering": ["position", "name"],
                "constraints": [models.UniqueConstraint(fields=("slug",), name="package_slug_once")],
            },
        ),
        migrations.CreateModel(
            name="AddOn",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("slug", models.SlugField(max_length=40, verbose_name="short name in addresses")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="one sentence")),
                (
                    "charging",
                    models.CharField(
                        choices=[
                            ("recurring", "Every month"),
                            ("one_off", "Once"),
                            ("per_use", "Each time it is used"),
                        ],
                        max_length=9,
                        verbose_name="charged",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("seat", "Seat"), ("booking", "Booking"), ("hour", "Hour")],
                        max_length=7,
                        verbose_name="for each",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                ("is_offered", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "packages",
                    models.ManyToManyField(
                        blank=True,
                        help_text="None chosen: with every package.",
                        to="facilities.package",
                        verbose_name="goes with",
                    ),
                ),
            ],
            options={
                "verbose_name": "add-on",
                "verbose_name_plural": "add-ons",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="add_on_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(("charging__in", ["recurring", "one_off", "per_use"])),
                        name="add_on_charging_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["seat", "booking", "hour"])), name="add_on_unit_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "hour"), _negated=True), ("charging", "per_use"), _connector="OR"
                        ),
                        name="add_on_hours_are_used",
                        violation_error_message="What is charged by the hour is charged per use.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddOnPrice",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "add_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="facilities.addon",
                        verbose_name="add-on",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="add_on_prices",
                        to="facilities.facility",
                    ),
                ),
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
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
                ("net", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="price, net")),
            ],
            options={
                "verbose_name": "price of an add-on",
                "verbose_name_plural": "prices of add-ons",
                "ordering": ["facility", "add_on", "days"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("add_on", "="), ("facility", "="), ("currency", "="), ("days", "&&")],
                        name="add_on_price_listed_once",
                        violation_error_message="Another price of this add-on covers some of these days.",
                    ),
                    models.CheckConstraint(condition=models.Q(("net__gte", 0)), name="add_on_price_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("days__isempty", False)), name="add_on_price_has_days"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftPattern",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("slug", models.SlugField(max_length=40, verbose_name="short name in addresses")),
                (
                    "kind",
                    models.CharField(
                        choices=[("day", "Day"), ("night", "Night"), ("24h", "24 hours"), ("weekend", "Weekend")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in lists")),
                ("is_offered", models.BooleanField(default=True, verbose_name="offered")),
            ],
            options={
                "verbose_name": "shift pattern",
                "verbose_name_plural": "shift patterns",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="shift_pattern_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["day", "night", "24h", "weekend"])),
                        name="shift_pattern_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spans", to="facilities.shiftpattern"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("start", models.PositiveSmallIntegerField(verbose_name="starts, in minutes after midnight")),
                ("length", models.PositiveSmallIntegerField(verbose_name="lasts, in minutes")),
            ],
            options={
                "verbose_name": "hours of a shift",
                "verbose_name_plural": "hours of a shift",
                "ordering": ["weekday", "start"],
                "constraints": [
                    models.UniqueConstraint(fields=("pattern", "weekday", "start"), name="shift_span_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("length__gt", 0), ("length__lte", 1440), ("start__lt", 1440), ("weekday__lt", 7)
                        ),
                        name="shift_span_fits_its_day",
                        violation_error_message="A stretch of work starts within its day and lasts 24 hours at most.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rates", to="facilities.facility"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="facilities.package"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="facilities.shiftpattern",
                        verbose_name="shift",
                    ),
                ),
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
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
                (
                    "monthly_net",
                    models.DecimalField(decimal_places=4, max_digits=14, verbose_name="per seat and month, net"),
                ),
                (
                    "setup_net",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0"), max_digits=14, verbose_name="set-up per seat, once, net"
                    ),
                ),
                (
                    "deposit_months",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("2"), max_digits=4, verbose_name="deposit in months"
                    ),
                ),
                ("minimum_seats", models.PositiveSmallIntegerField(default=1, verbose_name="fewest seats")),
                ("minimum_months", models.PositiveSmallIntegerField(default=1, verbose_name="shortest term in months")),
                ("notice_days", models.PositiveSmallIntegerField(default=60, verbose_name="notice in days")),
                (
                    "escalation_percent",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=5, verbose_name="yearly increase in percent"
                    ),
                ),
            ],
            options={
                "verbose_name": "list price",
                "verbose_name_plural": "list prices",
                "ordering": ["facility", "package", "pattern", "days"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("facility", "="),
                            ("package", "="),
                            ("pattern", "="),
                            ("currency", "="),
                            ("days", "&&"),
                        ],
                        name="rate_listed_once",
                        violation_error_message="Another list price for this package and shift covers some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deposit_months__gte", 0),
                            ("escalation_percent__gte", 0),
                            ("monthly_net__gte", 0),
                            ("setup_net__gte", 0),
                        ),
                        name="rate_is_not_negative",
                    ),
                    models.CheckConstraint(condition=models.Q(("days__isempty", False)), name="rate_has_days"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscountTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discount_tiers",
                        to="facilities.facility",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("seats", "Seats"), ("months", "Months")], max_length=8, verbose_name="counted in"
                    ),
                ),
                ("threshold", models.PositiveSmallIntegerField(verbose_name="from")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="percent off")),
            ],
            options={
                "verbose_name": "discount",
                "verbose_name_plural": "discounts",
                "ordering": ["facility", "kind", "threshold"],
                "constraints": [
                    models.UniqueConstraint(fields=("facility", "kind", "threshold"), name="discount_tier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100), ("threshold__gt", 0)),
                        name="discount_tier_is_a_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["seats", "months"])), name="discount_tier_kind_is_known"
                    ),
                ],
            },
        ),
    ]
