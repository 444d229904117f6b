import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import kernel.ids
from django.conf import settings
from django.db import migrations, models
from kernel.guards import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_tables'),
        ('billing', '0006_open_items_are_brought_forward'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentReversal',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.journalentry')),
                ('reversed_on', models.DateField(verbose_name='posted on')),
                ('reversed_at', models.DateTimeField(verbose_name='reversed')),
            ],
            options={
                'verbose_name': 'reversal of a payment',
                'verbose_name_plural': 'reversals of payments',
                'ordering': ['-reversed_at', '-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='payment_recorded_once',
        ),
        migrations.AddField(
            model_name='payment',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='reversed before'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('client', 'method', 'reference', 'received_on', 'attempt'), name='payment_recorded_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__lte', django.db.models.functions.datetime.TruncDate(models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('recorded_at'), '+', models.Value(datetime.timedelta(seconds=50400))), output_field=models.DateTimeField())))), name='payment_received_before_it_is_recorded', violation_error_message='A payment is received before it is recorded.'),
        ),
        migrations.AddField(
            model_name='paymentreversal',
            name='payment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='billing.payment'),
        ),
        migrations.AddField(
            model_name='paymentreversal',
            name='reversed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='paymentreversal',
            constraint=models.UniqueConstraint(fields=('payment',), name='payment_reversal_once'),
        ),
        migrations.AddConstraint(
            model_name='paymentreversal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='payment_reversal_has_a_reason'),
        ),
        append_only("billing_paymentreversal"),
    ]
