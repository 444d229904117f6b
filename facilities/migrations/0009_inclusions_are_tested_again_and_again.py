import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import kernel.ids


def begin_the_history(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    facts = apps.get_model("facilities", "Finding")
    facts.objects.bulk_create(
        facts(here=here, tested_on=here.tested_on, fact=here.tested_fact)
        for here in apps.get_model("facilities", "FacilityInclusion").objects.exclude(tested_fact="").filter(tested_on__isnull=False)
    )
    # Or the tables could not be altered with checks still waiting.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def keep_the_newest(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for fact in apps.get_model("facilities", "Finding").objects.order_by("tested_on"):
        fact.here.tested_fact, fact.here.tested_on = fact.fact, fact.tested_on
        fact.here.save()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("facilities", "0008_states_and_faults")]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('tested_on', models.DateField(verbose_name='tested on')),
                ('fact', models.CharField(max_length=250, verbose_name='what was found')),
                ('here', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='facilities.facilityinclusion')),
            ],
            options={
                'verbose_name': 'tested fact',
                'verbose_name_plural': 'tested facts',
                'ordering': ['-tested_on'],
                'constraints': [
                    models.UniqueConstraint(fields=('here', 'tested_on'), name='finding_once_a_day', violation_error_message='A test of this day is there already.'),
                    models.CheckConstraint(condition=models.Q(('fact', ''), _negated=True), name='finding_says_something'),
                ],
            },
        ),
        migrations.RunPython(begin_the_history, keep_the_newest),
        migrations.RemoveField(model_name='facilityinclusion', name='tested_fact'),
        migrations.RemoveField(model_name='facilityinclusion', name='tested_on'),
        migrations.AddField(
            model_name='facilityinclusion',
            name='service_level',
            field=models.CharField(blank=True, help_text='Such as “answered in 15 minutes, 24/7”.', max_length=160, verbose_name='service level'),
        ),
        migrations.AddField(
            model_name='inclusion',
            name='level',
            field=models.CharField(choices=[('seat', 'At every seat'), ('site', 'For the whole site')], default='seat', max_length=4, verbose_name='where'),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['seat', 'site'])), name='inclusion_level_is_known'),
        ),
    ]
