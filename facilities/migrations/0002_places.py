import accounts.models.entities
import django.core.validators
import django.db.models.deletion
import django_countries.fields
import facilities.models.presentation
import kernel.fields
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("facilities", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.legalentity",
                        verbose_name="let by",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, verbose_name="address in the portal")),
                (
                    "code",
                    models.CharField(
                        help_text="Starts seat codes and references, such as CEB.",
                        max_length=8,
                        verbose_name="short code",
                    ),
                ),
                ("summary", models.CharField(max_length=200, verbose_name="one sentence for search results")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("address", models.TextField(verbose_name="address")),
                ("city", models.CharField(max_length=80, verbose_name="city")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=60,
                        validators=[accounts.models.entities.validate_time_zone],
                        verbose_name="time zone",
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
                        verbose_name="currency of its prices",
                    ),
                ),
                (
                    "handover_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="Kept free between two clients on one seat.",
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="hand-over buffer in minutes",
                    ),
                ),
                ("hold_hours", models.PositiveSmallIntegerField(default=48, verbose_name="a hold lasts, in hours")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("reception_name", models.CharField(blank=True, max_length=80, verbose_name="who is at the reception")),
                (
                    "reception_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="reception's e-mail address"),
                ),
                (
                    "is_always_open",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise it keeps the opening hours below.",
                        verbose_name="reception open round the clock",
                    ),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True,
                        help_text="The part after the hyphen of its ISO 3166-2 code; empty for the whole country.",
                        max_length=6,
                        verbose_name="region for public holidays",
                    ),
                ),
                ("is_listed", models.BooleanField(default=True, verbose_name="found by the public")),
                (
                    "staff",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Of our own people those who are there for this facility, and for others that name them, only.",
                        related_name="facilities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "facility",
                "verbose_name_plural": "facilities",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="facility_slug_once"),
                    models.UniqueConstraint(fields=("code",), name="facility_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="facility_currency_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handover_minutes__lte", 120)), name="facility_handover_is_short"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Floor",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="floors", to="facilities.facility"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("level", models.SmallIntegerField(verbose_name="level")),
                ("width", models.PositiveIntegerField(verbose_name="width of the plan (cm)")),
                ("height", models.PositiveIntegerField(verbose_name="height of the plan (cm)")),
                ("drawing", models.JSONField(blank=True, default=list, verbose_name="drawing")),
            ],
            options={
                "verbose_name": "floor",
                "verbose_name_plural": "floors",
                "ordering": ["facility", "level"],
                "constraints": [
                    models.UniqueConstraint(fields=("facility", "level"), name="floor_level_once"),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="floor_has_a_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "floor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="facilities.floor"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("production", "Production floor"),
                            ("suite", "Private suite"),
                            ("training", "Training room"),
                            ("meeting", "Meeting room"),
                        ],
                        default="production",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("is_exclusive", models.BooleanField(default=False, verbose_name="let to one company at a time")),
                ("is_clean_room", models.BooleanField(default=False, verbose_name="PCI clean room")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As the fire certificate says; no more seats can be in service here. Empty where nobody counted.",
                        null=True,
                        verbose_name="capacity in people",
                    ),
                ),
                ("x", models.IntegerField(default=0, verbose_name="x (cm)")),
                ("y", models.IntegerField(default=0, verbose_name="y (cm)")),
                ("width", models.PositiveIntegerField(verbose_name="width (cm)")),
                ("height", models.PositiveIntegerField(verbose_name="height (cm)")),
            ],
            options={
                "verbose_name": "room",
                "verbose_name_plural": "rooms",
                "ordering": ["floor", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("floor", "name"), name="room_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="room_has_a_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["production", "suite", "training", "meeting"])),
                        name="room_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="room_capacity_is_somebody"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workstation",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workstations",
                        to="facilities.facility",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="workstations", to="facilities.room"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_service", "In service"), ("spare", "Kept as a spare"), ("retired", "Retired")],
                        default="in_service",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("row", models.CharField(blank=True, max_length=8, verbose_name="row")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position in the row")),
                ("x", models.IntegerField(verbose_name="x of the desk's middle (cm)")),
                ("y", models.IntegerField(verbose_name="y of the desk's middle (cm)")),
                (
                    "rotation",
                    models.SmallIntegerField(
                        default=0,
                        help_text="Degrees clockwise; 0 = the chair is above the desk on the plan.",
                        verbose_name="rotation",
                    ),
                ),
                (
                    "is_sit_stand",
                    models.BooleanField(db_default=False, default=False, verbose_name="standing desk"),
                ),
            ],
            options={
                "verbose_name": "workstation",
                "verbose_name_plural": "workstations",
                "ordering": ["facility", "code"],
                "indexes": [models.Index(fields=["room", "row", "position"], name="workstation_by_row")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility", "code"),
                        name="workstation_code_once",
                        violation_error_message="Another workstation of this facility has this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["in_service", "spare", "retired"])),
                        name="workstation_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="facilities.facility",
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
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(verbose_name="closes")),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "opens"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility", "weekday", "opens"),
                        name="opening_hours_once",
                        violation_error_message="These hours are there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="opening_hours_close_after_they_open",
                        violation_error_message="Close after you open; hours past midnight belong to the next weekday.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__in", [0, 1, 2, 3, 4, 5, 6])),
                        name="opening_hours_weekday_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="facilities.facility"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("open", "Open as usual"),
                            ("reduced", "Reduced service"),
                            ("closed", "Reception closed"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="that day",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="What clients should know, such as who can be called.",
                        max_length=160,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility", "day"),
                        name="holiday_once_a_day",
                        violation_error_message="This day is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("service__in", ["open", "reduced", "closed"])),
                        name="holiday_service_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="facilities.facility"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=facilities.models.presentation.photo_path, verbose_name="picture"
                    ),
                ),
                ("content_type", models.CharField(editable=False, max_length=20)),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                (
                    "alt_text",
                    models.CharField(
                        help_text="Read to those who can't see it, such as “Rows of desks”.",
                        max_length=200,
                        verbose_name="what it shows",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the row")),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("content_type__in", ["image/jpeg", "image/png"])), name="photo_is_a_picture"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="photo_has_a_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alt_text", ""), _negated=True), name="photo_is_described"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="facilities.facility",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("iso_27001", "ISO/IEC 27001, information security"),
                            ("pci_dss", "PCI DSS, card data"),
                            ("soc_2", "SOC 2 report"),
                            ("peza", "PEZA registration"),
                            ("fire_safety", "Fire safety inspection"),
                            ("occupancy", "Occupancy permit"),
                            ("insurance", "Liability insurance"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("issuer", models.CharField(max_length=120, verbose_name="issued by")),
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=facilities.models.presentation.certificate_path,
                        verbose_name="file",
                    ),
                ),
                ("content_type", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise clients read that they may ask for it.",
                        verbose_name="anybody may read the file",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["kind", "-days"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "iso_27001",
                                    "pci_dss",
                                    "soc_2",
                                    "peza",
                                    "fire_safety",
                                    "occupancy",
                                    "insurance",
                                    "other",
                                ],
                            )
                        ),
                        name="certificate_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("days__isempty", False)), name="certificate_has_days"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content_type", ""), ("file", "")),
                            models.Q(
                                ("content_type__in", ["image/jpeg", "image/png", "application/pdf"]),
                                models.Q(("file", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_file_is_a_paper",
                    ),
                ],
            },
        ),
    ]
