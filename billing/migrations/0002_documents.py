import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import kernel.fields
import kernel.ids
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("billing", "0001_tax"),
        ("bookings", "0001_tables"),
        ("ledger", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="accounts.legalentity"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                            ("deposit", "Deposit request"),
                        ],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                (
                    "prefix",
                    models.CharField(
                        help_text="{year} becomes the year of issue.", max_length=20, verbose_name="prefix"
                    ),
                ),
                ("digits", models.PositiveSmallIntegerField(default=5, verbose_name="digits")),
                ("restarts_yearly", models.BooleanField(default=True, verbose_name="starts again each year")),
                ("year", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="year counted")),
                (
                    "last_number",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="last number given"),
                ),
                (
                    "last_hash",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="hash of the last document"
                    ),
                ),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
                "constraints": [
                    models.UniqueConstraint(fields=("legal_entity", "kind"), name="number_series_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit_note", "deposit"])),
                        name="number_series_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prefix__regex", "^[^{}]*(\\{year\\}[^{}]*)?$")),
                        name="number_series_prefix_can_be_written",
                        violation_error_message="The prefix is plain text; of braces it knows {year} only, once.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("restarts_yearly", False), ("prefix__contains", "{year}"), _connector="OR"),
                        name="number_series_says_its_year",
                        violation_error_message="Numbers that start again each year need {year} in their prefix.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodRevision",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "booking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.booking",
                    ),
                ),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                ("revision", models.PositiveSmallIntegerField(verbose_name="revision")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("net", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="net")),
                (
                    "charges",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="charges"),
                ),
                (
                    "treatment",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="tax treatment",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "verbose_name": "period revision",
                "verbose_name_plural": "period revisions",
                "ordering": ["booking", "month", "revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "month", "revision"), name="period_revision_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="period_revision_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gt", 0)), name="period_revision_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                            ("deposit", "Deposit request"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.legalentity"
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
                (
                    "booking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.booking",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="billing.document",
                        verbose_name="corrects",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.numberseries",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="issued")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("due_on", models.DateField(verbose_name="due")),
                ("month", models.DateField(verbose_name="month billed")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("net", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="net")),
                ("tax", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="tax")),
                ("gross", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="gross")),
                (
                    "withholding_expected",
                    models.DecimalField(
                        decimal_places=3, default=Decimal("0"), max_digits=14, verbose_name="withholding expected"
                    ),
                ),
                (
                    "exchange_rate",
                    models.DecimalField(
                        decimal_places=8, default=Decimal("1"), max_digits=18, verbose_name="exchange rate"
                    ),
                ),
                ("exchange_rate_on", models.DateField(blank=True, null=True, verbose_name="rate of")),
                (
                    "exchange_rate_source",
                    models.CharField(blank=True, max_length=80, verbose_name="source of the rate"),
                ),
                (
                    "seller",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="seller"),
                ),
                (
                    "buyer",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="buyer"),
                ),
                (
                    "lease",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="lease",
                    ),
                ),
                ("notes", models.JSONField(default=list, verbose_name="notes printed")),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="ledger.journalentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-issued_on", "-number"],
                "permissions": [("enter_opening_balances", "May enter deposits held and open items of another system")],
                "indexes": [
                    models.Index(fields=["client", "-issued_on"], name="document_by_client"),
                    models.Index(fields=["booking", "month"], name="document_by_booking"),
                    models.Index(fields=["due_on"], name="document_by_due_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="document_number_once"),
                    models.UniqueConstraint(fields=("series", "previous_hash"), name="document_chain_never_forks"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit_note", "deposit"])),
                        name="document_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                            )
                        ),
                        name="document_gross_is_net_and_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("kind", "deposit")),
                            models.Q(models.Q(("kind", "deposit"), _negated=True), ("entry__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_is_posted_unless_a_deposit_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gross__lt", 0), ("kind", "credit_note")),
                            models.Q(models.Q(("kind", "credit_note"), _negated=True), ("gross__gte", 0)),
                            _connector="OR",
                        ),
                        name="document_credit_notes_are_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("issued_on"))), name="document_due_after_issue"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="document_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="document_currency_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exchange_rate__gt", 0)), name="document_exchange_rate_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.document",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "period_revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.periodrevision",
                    ),
                ),
                ("description", models.CharField(max_length=300)),
                ("service_days", kernel.fields.PeriodField(null=True)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("days_of", models.PositiveSmallIntegerField(default=0)),
                ("unit_net", models.DecimalField(decimal_places=4, max_digits=14)),
                ("net", models.DecimalField(decimal_places=3, max_digits=14)),
                (
                    "tax_category",
                    models.CharField(
                        choices=[
                            ("S", "Standard rate"),
                            ("Z", "Zero rated"),
                            ("E", "Exempt"),
                            ("O", "Not subject to tax"),
                        ],
                        max_length=1,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
            ],
            options={
                "verbose_name": "line",
                "verbose_name_plural": "lines",
                "ordering": ["document", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "position"), name="document_line_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("tax_category__in", ["S", "Z", "E", "O"])),
                        name="document_line_tax_category_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentTax",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taxes",
                        to="billing.document",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("S", "Standard rate"),
                            ("Z", "Zero rated"),
                            ("E", "Exempt"),
                            ("O", "Not subject to tax"),
                        ],
                        max_length=1,
                    ),
                ),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("base", models.DecimalField(decimal_places=3, max_digits=14)),
                ("tax", models.DecimalField(decimal_places=3, max_digits=14)),
            ],
            options={
                "verbose_name": "tax",
                "verbose_name_plural": "taxes",
                "ordering": ["document", "category", "-percent"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "category", "percent"), name="document_tax_category_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("category__in", ["S", "Z", "E", "O"])),
                        name="document_tax_category_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentStatus",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="status",
                        serialize=False,
                        to="billing.document",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, editable=False, max_digits=14, verbose_name="amount")),
                ("open_balance", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="open")),
                (
                    "withholding_outstanding",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=14,
                        verbose_name="awaits a withholding certificate",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("viewed_at", models.DateTimeField(blank=True, null=True, verbose_name="first viewed by the client")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="paid")),
                (
                    "official_number",
                    models.CharField(blank=True, max_length=40, verbose_name="number of the invoice issued elsewhere"),
                ),
            ],
            options={
                "verbose_name": "state of a document",
                "verbose_name_plural": "states of documents",
                "indexes": [
                    models.Index(
                        condition=models.Q(("open_balance__gt", 0)), fields=["document"], name="document_status_open"
                    ),
                    models.Index(
                        condition=models.Q(("open_balance__lt", 0)),
                        fields=["document"],
                        name="document_status_credit_left",
                    ),
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["document"],
                        name="document_status_unsent",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("open_balance__gte", 0), ("open_balance__lte", models.F("amount"))),
                            models.Q(("open_balance__gte", models.F("amount")), ("open_balance__lte", 0)),
                            _connector="OR",
                        ),
                        name="document_status_open_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withholding_outstanding__gte", 0)),
                        name="document_status_withholding_outstanding_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingRun",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.legalentity"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("issue_on", models.DateField(verbose_name="documents dated")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "preparing"),
                            ("ready", "ready to issue"),
                            ("issuing", "issuing"),
                            ("done", "done"),
                            ("discarded", "discarded"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("issues_by_itself", models.BooleanField(default=False, verbose_name="issues by itself when ready")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "started_by",
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
                "verbose_name": "billing run",
                "verbose_name_plural": "billing runs",
                "ordering": ["-month", "-started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["preparing", "ready", "issuing"])),
                        fields=("legal_entity", "month"),
                        name="billing_run_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="billing_run_month_is_its_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["preparing", "ready", "issuing", "done", "discarded"])),
                        name="billing_run_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="billing.billingrun",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.booking"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("previewed", "previewed"),
                            ("issued", "issued"),
                            ("nothing", "nothing to bill"),
                            ("skipped", "left out"),
                            ("failed", "failed"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "preview",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="preview",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.document",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
            ],
            options={
                "verbose_name": "booking of a run",
                "verbose_name_plural": "bookings of a run",
                "ordering": ["run", "id"],
                "indexes": [models.Index(fields=["run", "state"], name="run_item_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "booking"), name="run_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "previewed", "issued", "nothing", "skipped", "failed"])
                        ),
                        name="run_item_state_is_known",
                    ),
                ],
            },
        ),
    ]
