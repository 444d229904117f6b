from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_waits_keep_a_clock")]
    operations = [
        migrations.AddField(
            model_name="booking",
            name="hours_collide_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="hours collide since"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("hours_collide_since__isnull", False)),
                fields=["hours_collide_since"],
                name="booking_hours_collide",
            ),
        ),
    ]
