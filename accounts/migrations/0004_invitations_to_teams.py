import django.db.models.deletion
import django.db.models.functions.text
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('billing', 'Billing'), ('viewer', 'Viewer')], max_length=10, verbose_name='role')),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('withdrawn', 'withdrawn')], default='open', max_length=10, verbose_name='state')),
                ('invited_at', models.DateTimeField(verbose_name='invited')),
                ('sent', models.PositiveSmallIntegerField(default=1, verbose_name='times sent')),
                ('expires_at', models.DateTimeField(verbose_name='runs out')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted or withdrawn')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.client')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at', '-id'],
                'constraints': [models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('email'), condition=models.Q(('state', 'open')), name='invitation_open_once', violation_error_message='This address has an open invitation.'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'billing', 'viewer'])), name='invitation_role_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'withdrawn'])), name='invitation_state_is_known')],
            },
        ),
    ]
