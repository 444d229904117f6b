import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_guards")]
    operations = [
        migrations.RemoveField(model_name="booking", name="term_end"),
        migrations.AddField(
            model_name="terms",
            name="committed_until",
            field=models.DateField(
                default=datetime.date(2000, 1, 1),
                help_text="The first day on which fewer may be billed.",
                verbose_name="committed until",
            ),
            preserve_default=False,
        ),
    ]
