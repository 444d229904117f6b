import accounts.models.entities
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="waitlistentry",
            name="time_zone",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A time zone such as America/Chicago; empty for the facility's.",
                max_length=60,
                validators=[accounts.models.entities.validate_time_zone],
                verbose_name="time zone its hours keep",
            ),
        ),
    ]
