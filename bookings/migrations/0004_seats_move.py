from django.db import migrations, models

KINDS = [
    ("add_seats", "Seats added"),
    ("remove_seats", "Seats removed"),
    ("move_seats", "Seats moved"),
    ("notice", "Notice given"),
    ("withdraw_notice", "Notice withdrawn"),
    ("terminate", "Terminated"),
]


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_terms_say_until_when")]
    operations = [
        migrations.RemoveConstraint(model_name="amendment", name="amendment_kind_is_known"),
        migrations.AlterField(
            model_name="amendment",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=16, verbose_name="change"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _label in KINDS])), name="amendment_kind_is_known"
            ),
        ),
    ]
