import accounts.models.entities
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import django_countries.fields
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registered"),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "constraints": [models.UniqueConstraint(fields=("name",), name="partner_name_once")],
            },
        ),
        migrations.CreateModel(
            name="LegalEntity",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="registered name")),
                ("trade_name", models.CharField(blank=True, max_length=200, verbose_name="trade name")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("address", models.TextField(verbose_name="registered address")),
                ("tax_id", models.CharField(max_length=40, verbose_name="tax number")),
                ("branch_code", models.CharField(default="00000", max_length=5, verbose_name="branch code")),
                ("vat_registered", models.BooleanField(default=True, verbose_name="registered for VAT")),
                (
                    "functional_currency",
                    models.CharField(
                        default="PHP",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Enter a three-letter currency code such as PHP."
                            )
                        ],
                        verbose_name="currency of its books",
                    ),
                ),
                (
                    "invoicing_mode",
                    models.CharField(
                        choices=[
                            ("statement", "Billing statements (invoices are issued elsewhere)"),
                            ("invoice", "Invoices (registered invoicing software)"),
                        ],
                        default="statement",
                        max_length=10,
                        verbose_name="documents are",
                    ),
                ),
                (
                    "registration_note",
                    models.TextField(
                        blank=True,
                        help_text="Such as the acknowledgement certificate's number and date.",
                        verbose_name="registration details printed on documents",
                    ),
                ),
                ("bank_details", models.TextField(blank=True, verbose_name="bank details printed on documents")),
                ("billing_email", models.EmailField(max_length=254, verbose_name="e-mail for billing questions")),
                (
                    "time_zone",
                    models.CharField(
                        default="Asia/Manila",
                        max_length=60,
                        validators=[accounts.models.entities.validate_time_zone],
                        verbose_name="time zone of its books",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal entity",
                "verbose_name_plural": "legal entities",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "tax_id", "branch_code"), name="legal_entity_registered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("functional_currency__regex", "^[A-Z]{3}$")),
                        name="legal_entity_currency_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("invoicing_mode__in", ["statement", "invoice"])),
                        name="legal_entity_mode_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("is_staff", models.BooleanField(default=False, verbose_name="staff")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="joined"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_once",
                        violation_error_message="Somebody with this e-mail address is registered already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="company name")),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="registered name")),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country")),
                ("address", models.TextField(blank=True, verbose_name="registered address")),
                ("tax_id", models.CharField(blank=True, max_length=40, verbose_name="tax number")),
                ("branch_code", models.CharField(blank=True, max_length=5, verbose_name="branch code")),
                ("billing_name", models.CharField(blank=True, max_length=150, verbose_name="contact for invoices")),
                ("billing_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail for invoices")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=60,
                        validators=[accounts.models.entities.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "withholding",
                    models.CharField(
                        choices=[("none", "None"), ("rent", "Rent"), ("services", "Services")],
                        default="none",
                        help_text="A Philippine company that withholds settles the difference with BIR Form 2307.",
                        max_length=10,
                        verbose_name="withholds tax as",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clients",
                        to="accounts.partner",
                        verbose_name="brought by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registered"),
                ),
            ],
            options={
                "verbose_name": "client",
                "verbose_name_plural": "clients",
                "ordering": ["name"],
                "permissions": [
                    ("see_as_client", "May see the portal as a client does"),
                    ("act_for_client", "May act for a client in the portal"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="client_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("withholding__in", ["none", "rent", "services"])),
                        name="client_withholding_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="accounts.client"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("manager", "Manager"),
                            ("billing", "Billing"),
                            ("viewer", "Viewer"),
                        ],
                        default="viewer",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "user"),
                        name="member_joins_once",
                        violation_error_message="This person is a member already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["owner", "manager", "billing", "viewer"])),
                        name="member_role_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.CharField(editable=False, max_length=150, primary_key=True, serialize=False, unique=True),
                ),
                ("prefix", models.CharField(editable=False, max_length=8, unique=True)),
                ("hashed_key", models.CharField(editable=False, max_length=150)),
                ("created", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "name",
                    models.CharField(
                        default=None,
                        help_text="A free-form name for the API key. Need not be unique. 50 characters max.",
                        max_length=50,
                    ),
                ),
                (
                    "revoked",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="If the API key is revoked, clients cannot use it anymore. (This cannot be undone.)",
                    ),
                ),
                (
                    "expiry_date",
                    models.DateTimeField(
                        blank=True,
                        help_text="Once API key expires, clients cannot use it anymore.",
                        null=True,
                        verbose_name="Expires",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to="accounts.client",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to="accounts.partner",
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="scopes",
                    ),
                ),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last used")),
            ],
            options={
                "verbose_name": "API key",
                "verbose_name_plural": "API keys",
                "ordering": ("-created",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client__isnull", False), ("partner__isnull", True)),
                            models.Q(("client__isnull", True), ("partner__isnull", False)),
                            _connector="OR",
                        ),
                        name="api_key_has_one_owner",
                        violation_error_message="A key belongs to a client or to a partner, one of them.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="client",
            name="users",
            field=models.ManyToManyField(
                related_name="clients", through="accounts.Member", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
