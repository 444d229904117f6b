import django.contrib.postgres.constraints
import django.db.models.deletion
import django_countries.fields
import kernel.fields
import kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("name", models.CharField(default="VAT", max_length=20, verbose_name="name of the tax")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
            ],
            options={
                "verbose_name": "tax rate",
                "verbose_name_plural": "tax rates",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("country", "="), ("days", "&&")],
                        name="tax_rate_one_a_day",
                        violation_error_message="Another rate of this country covers some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)), name="tax_rate_is_a_percentage"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithholdingRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                (
                    "kind",
                    models.CharField(
                        choices=[("none", "None"), ("rent", "Rent"), ("services", "Services")],
                        max_length=10,
                        verbose_name="of",
                    ),
                ),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
            ],
            options={
                "verbose_name": "withholding rate",
                "verbose_name_plural": "withholding rates",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("country", "="), ("kind", "="), ("days", "&&")],
                        name="withholding_rate_one_a_day",
                        violation_error_message="Another rate of this kind covers some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lt", 100)),
                        name="withholding_rate_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["rent", "services"])), name="withholding_rate_kind_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxCertificate",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.client"
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
                        default="Z",
                        max_length=1,
                        verbose_name="treatment",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="certificate number")),
                ("issuer", models.CharField(help_text="Such as PEZA or BOI.", max_length=80, verbose_name="issued by")),
                ("days", kernel.fields.PeriodField(verbose_name="valid")),
                ("document", models.FileField(blank=True, upload_to="certificates/%Y/", verbose_name="document")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved")),
            ],
            options={
                "verbose_name": "tax certificate",
                "verbose_name_plural": "tax certificates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("category__in", ["Z", "E", "O"])),
                        name="tax_certificate_changes_the_treatment",
                    )
                ],
            },
        ),
    ]
