from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_waits_keep_a_clock")]
    operations = [
        migrations.AddField(
            model_name="booking",
            name="clock_collides_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="hours collide since"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("clock_collides_since__isnull", False)),
                fields=["clock_collides_since"],
                name="booking_hours_collide",
            ),
        ),
    ]
