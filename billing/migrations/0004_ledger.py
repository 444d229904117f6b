import django.core.serializers.json
import django.db.models.deletion
import django.db.models.lookups
import kernel.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("billing", "0003_payments"),
        ("bookings", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningDeposit",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.booking"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.client"
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.legalentity"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("amount", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="amount")),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="exchange rate"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "verbose_name": "deposit held before",
                "verbose_name_plural": "deposits held before",
                "ordering": ["-recorded_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking",), name="opening_deposit_once_a_booking"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="opening_deposit_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("exchange_rate__gt", 0)), name="opening_deposit_exchange_rate_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.legalentity"
                    ),
                ),
                ("posted_on", models.DateField(verbose_name="posted on")),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="billing.document",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="billing.payment",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="billing.application",
                    ),
                ),
                (
                    "opening",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="billing.openingdeposit",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal entry",
                "verbose_name_plural": "journal entries",
                "ordering": ["-posted_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.F("document"),
                                    models.F("payment"),
                                    models.F("application"),
                                    models.F("opening"),
                                    function="num_nonnulls",
                                    output_field=models.IntegerField(),
                                ),
                                1,
                            )
                        ),
                        name="journal_entry_has_one_cause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.journalentry"
                    ),
                ),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("1200", "Trade receivables"),
                            ("1250", "Creditable withholding tax"),
                            ("1000", "Cash in bank"),
                            ("2100", "Client money not yet applied"),
                            ("2200", "Security deposits held"),
                            ("2300", "Output VAT"),
                            ("3900", "Opening balances"),
                            ("4000", "Seat revenue"),
                            ("7000", "Exchange gain or loss"),
                        ],
                        max_length=8,
                        verbose_name="account",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.client",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("amount", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="amount")),
                (
                    "functional",
                    models.DecimalField(decimal_places=3, max_digits=14, verbose_name="in the entity's currency"),
                ),
            ],
            options={
                "verbose_name": "journal line",
                "verbose_name_plural": "journal lines",
                "indexes": [models.Index(fields=["client", "account"], name="journal_line_by_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account__in", ["1200", "1250", "1000", "2100", "2200", "2300", "3900", "4000", "7000"])
                        ),
                        name="journal_line_account_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoLiveImport",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("content", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "being checked"),
                            ("ready", "ready"),
                            ("wrong", "to be mended"),
                            ("applying", "being imported"),
                            ("done", "imported"),
                            ("discarded", "discarded"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "findings",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="findings",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "file to go live with",
                "verbose_name_plural": "files to go live with",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["checking", "ready", "wrong", "applying", "done", "discarded"])
                        ),
                        name="go_live_import_state_is_known",
                    )
                ],
            },
        ),
    ]
