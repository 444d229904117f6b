import django.db.models.deletion
import kernel.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("billing", "0002_documents"),
        ("ledger", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
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
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("bank_transfer", "Bank transfer"),
                            ("check", "Check"),
                            ("cash", "Cash"),
                            ("certificate", "Withholding certificate"),
                        ],
                        max_length=14,
                        verbose_name="method",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("amount", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="amount")),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="exchange rate"
                    ),
                ),
                ("reference", models.CharField(max_length=80, verbose_name="reference")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payment", to="ledger.journalentry"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ["-received_on", "-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["bank_transfer", "check", "cash", "certificate"])),
                        name="payment_method_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="payment_currency_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exchange_rate__gt", 0)), name="payment_exchange_rate_is_positive"
                    ),
                    models.UniqueConstraint(
                        fields=("client", "method", "reference", "received_on"), name="payment_recorded_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentStatus",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="status",
                        serialize=False,
                        to="billing.payment",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, editable=False, max_digits=14, verbose_name="amount")),
                ("unapplied", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="not applied")),
            ],
            options={
                "verbose_name": "state of a payment",
                "verbose_name_plural": "states of payments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("unapplied__gt", 0)), fields=["payment"], name="payment_status_unapplied"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unapplied__gte", 0), ("unapplied__lte", models.F("amount"))),
                        name="payment_status_unapplied_within_amount",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="billing.document"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="billing.payment",
                    ),
                ),
                (
                    "credit_note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits_applied",
                        to="billing.document",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="amount")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="application", to="ledger.journalentry"
                    ),
                ),
                ("applied_at", models.DateTimeField(verbose_name="applied")),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["applied_at", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="application_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit_note__isnull", True), ("payment__isnull", False)),
                            models.Q(("credit_note__isnull", False), ("payment__isnull", True)),
                            _connector="OR",
                        ),
                        name="application_has_one_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferNotice",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.client"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer_notices",
                        to="billing.document",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="amount")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("transferred_on", models.DateField(verbose_name="transferred")),
                ("reference", models.CharField(max_length=80, verbose_name="bank reference")),
                ("proof", models.FileField(blank=True, upload_to="transfers/%Y/%m/", verbose_name="proof")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "being checked"), ("matched", "received"), ("rejected", "not found")],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.payment",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="reason given to the client")),
                ("given_at", models.DateTimeField(verbose_name="given")),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
            ],
            options={
                "verbose_name": "transfer notice",
                "verbose_name_plural": "transfer notices",
                "ordering": ["-given_at", "-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="transfer_notice_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "matched", "rejected"])),
                        name="transfer_notice_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("document", "reference"),
                        name="transfer_notice_given_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payment__isnull", False), ("state", "matched")),
                            models.Q(models.Q(("state", "matched"), _negated=True), ("payment__isnull", True)),
                            _connector="OR",
                        ),
                        name="transfer_notice_matched_has_its_payment",
                    ),
                ],
            },
        ),
    ]
