from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0006_waitlist")]
    operations = [
        migrations.AddField(
            model_name="booking",
            name="own_reference",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What the lease was called before it came here.",
                max_length=40,
                verbose_name="our own reference",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="booking",
            name="billed_before",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="Days before it are neither charged nor credited here.",
                null=True,
                verbose_name="billed elsewhere before",
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="escalates_on",
            field=models.DateField(
                blank=True,
                help_text="Then each year on that day; empty: on each anniversary of the lease.",
                null=True,
                verbose_name="first increase",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own_reference", ""), _negated=True),
                fields=("own_reference",),
                name="booking_own_reference_once",
            ),
        ),
    ]
