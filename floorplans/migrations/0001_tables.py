import django.core.serializers.json
import django.db.models.deletion
import kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0004_upkeep"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "floor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_versions", to="facilities.floor"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("document", models.JSONField(verbose_name="document")),
                ("changes", models.JSONField(default=list, verbose_name="changes in words")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a plan",
                "verbose_name_plural": "versions of plans",
                "ordering": ["floor", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("floor", "number"), name="plan_version_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="plan_version_counts_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanDraft",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "floor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_drafts", to="facilities.floor"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brought", "brought"),
                            ("open", "open"),
                            ("published", "published"),
                            ("discarded", "discarded"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("document", models.JSONField(verbose_name="document")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="made from")),
                ("remarks", models.JSONField(blank=True, default=list, verbose_name="remarks")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a plan",
                "verbose_name_plural": "drafts of plans",
                "ordering": ["-started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("floor",),
                        name="plan_draft_open_once",
                        violation_error_message="This floor has an open draft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["brought", "open", "published", "discarded"])),
                        name="plan_draft_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanBackground",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "floor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_backgrounds",
                        to="facilities.floor",
                    ),
                ),
                ("file", models.FileField(upload_to="plans/%Y/", verbose_name="file")),
                ("media_type", models.CharField(max_length=20, verbose_name="media type")),
                ("width", models.PositiveIntegerField(verbose_name="width in pixels")),
                ("height", models.PositiveIntegerField(verbose_name="height in pixels")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "picture to trace",
                "verbose_name_plural": "pictures to trace",
            },
        ),
        migrations.CreateModel(
            name="InventoryImport",
            fields=[
                ("id", models.UUIDField(default=kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("content", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "being checked"),
                            ("ready", "ready"),
                            ("wrong", "to be mended"),
                            ("applying", "being imported"),
                            ("done", "imported"),
                            ("discarded", "discarded"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "findings",
                    models.JSONField(
                        blank=True,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="findings",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "inventory import",
                "verbose_name_plural": "inventory imports",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["checking", "ready", "wrong", "applying", "done", "discarded"])
                        ),
                        name="inventory_import_state_is_known",
                    )
                ],
            },
        ),
    ]
