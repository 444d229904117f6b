import django.contrib.postgres.constraints
import django.db.models.deletion
import kernel.fields
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, verbose_name='one unit of')),
                ('functional_currency', models.CharField(max_length=3, verbose_name='is worth, in')),
                ('on', models.DateField(verbose_name='from')),
                ('rate', models.DecimalField(decimal_places=8, max_digits=18, verbose_name='rate')),
                ('source', models.CharField(max_length=80, verbose_name='source')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'ordering': ['currency', 'functional_currency', '-on'],
                'constraints': [models.UniqueConstraint(fields=('currency', 'functional_currency', 'on'), name='exchange_rate_once_a_day'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='exchange_rate_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('posted_on', models.DateField(verbose_name='posted on')),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.legalentity')),
            ],
            options={
                'verbose_name': 'journal entry',
                'verbose_name_plural': 'journal entries',
                'ordering': ['-posted_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AccountingPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', kernel.fields.PeriodField(verbose_name='days')),
                ('closed_at', models.DateTimeField(verbose_name='closed')),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened again')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.legalentity')),
            ],
            options={
                'verbose_name': 'accounting period',
                'verbose_name_plural': 'accounting periods',
                'ordering': ['legal_entity', '-days'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('legal_entity', '='), ('days', '&&')], name='accounting_period_days_once', violation_error_message='Some of these days belong to another accounting period.'), models.CheckConstraint(condition=models.Q(('days__endswith__isnull', False)), name='accounting_period_has_a_last_day', violation_error_message='An accounting period has a last day. Fill it in.')],
            },
        ),
        migrations.CreateModel(
            name='JournalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(choices=[('cash', 'Cash in bank'), ('receivables', 'Trade receivables'), ('withholding', 'Creditable withholding tax'), ('unapplied', 'Client money not yet applied'), ('deposits', 'Security deposits held'), ('output_vat', 'Output VAT'), ('opening', 'Opening balances'), ('revenue', 'Seat revenue'), ('exchange', 'Exchange gain or loss')], max_length=12, verbose_name='account')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, verbose_name='amount')),
                ('functional', models.DecimalField(decimal_places=3, max_digits=14, verbose_name="in the entity's currency")),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.client')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.journalentry')),
            ],
            options={
                'verbose_name': 'journal line',
                'verbose_name_plural': 'journal lines',
                'indexes': [models.Index(fields=['client', 'account'], name='journal_line_by_client')],
                'constraints': [models.CheckConstraint(condition=models.Q(('account__in', ['cash', 'receivables', 'withholding', 'unapplied', 'deposits', 'output_vat', 'opening', 'revenue', 'exchange'])), name='journal_line_account_is_known')],
            },
        ),
        migrations.CreateModel(
            name='LedgerAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('cash', 'Cash in bank'), ('receivables', 'Trade receivables'), ('withholding', 'Creditable withholding tax'), ('unapplied', 'Client money not yet applied'), ('deposits', 'Security deposits held'), ('output_vat', 'Output VAT'), ('opening', 'Opening balances'), ('revenue', 'Seat revenue'), ('exchange', 'Exchange gain or loss')], max_length=12, verbose_name='account')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(blank=True, help_text='Leave it empty for the usual name.', max_length=80, verbose_name='name')),
                ('legal_entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ledger_accounts', to='accounts.legalentity')),
            ],
            options={
                'verbose_name': 'account code',
                'verbose_name_plural': 'account codes',
                'ordering': ['legal_entity', 'code'],
                'constraints': [models.UniqueConstraint(fields=('legal_entity', 'role'), name='ledger_account_one_a_role', violation_error_message='This account has a code already. Change that one.'), models.UniqueConstraint(fields=('legal_entity', 'code'), name='ledger_account_code_once', violation_error_message='Another account of this company has this code.'), models.CheckConstraint(condition=models.Q(('role__in', ['cash', 'receivables', 'withholding', 'unapplied', 'deposits', 'output_vat', 'opening', 'revenue', 'exchange'])), name='ledger_account_role_is_known'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='ledger_account_has_a_code')],
            },
        ),
    ]
