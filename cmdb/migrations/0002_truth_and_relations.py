import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cmdb", "0001_initial"),
        ("people", "0003_append_only_access_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RelationType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_zh_hans",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Simplified Chinese"),
                ),
                (
                    "name_zh_hant",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Traditional Chinese"),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("inverse", models.CharField(max_length=200, verbose_name="read backwards")),
                (
                    "inverse_zh_hans",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="read backwards, in Simplified Chinese"
                    ),
                ),
                (
                    "inverse_zh_hant",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="read backwards, in Traditional Chinese"
                    ),
                ),
                (
                    "dependency",
                    models.CharField(
                        choices=[
                            ("forward", "the first depends on the second"),
                            ("backward", "the second depends on the first"),
                            ("both", "each depends on the other"),
                            ("none", "neither depends on the other"),
                        ],
                        default="forward",
                        max_length=8,
                        verbose_name="dependency",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "relation type",
                "verbose_name_plural": "relation types",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="configurationitem",
            name="attributes",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="attributes"),
        ),
        migrations.AddField(
            model_name="itemclass",
            name="needed_columns",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What an item of this class must have to count as complete.",
                verbose_name="needed columns",
            ),
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "item_class",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cmdb.itemclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cmdb.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "baseline",
                "verbose_name_plural": "baselines",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ItemImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("page", "typed on a page"),
                            ("import", "file"),
                            ("rest", "another system"),
                            ("discrepancy", "corrected discrepancy"),
                            ("demo", "demo"),
                            ("history", "imported history"),
                        ],
                        max_length=12,
                        verbose_name="way",
                    ),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("match_by", models.JSONField(default=list, verbose_name="matched by")),
                ("rows", models.JSONField(default=list, verbose_name="rows")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of items",
                "verbose_name_plural": "imports of items",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ProductModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vendor", models.CharField(blank=True, max_length=120, verbose_name="vendor")),
                ("name", models.CharField(max_length=150, verbose_name="model")),
                ("revision", models.CharField(blank=True, max_length=40, verbose_name="revision")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "item_class",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="product_models",
                        to="cmdb.itemclass",
                        verbose_name="class",
                    ),
                ),
            ],
            options={
                "verbose_name": "product model",
                "verbose_name_plural": "product models",
                "ordering": ["vendor", "name", "revision"],
            },
        ),
        # The hardware model was a text; 0003 makes rows of the texts, 0004 takes them away.
        migrations.RenameField(model_name="configurationitem", old_name="model", new_name="model_text"),
        migrations.AddField(
            model_name="configurationitem",
            name="model",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="cmdb.productmodel",
                verbose_name="product model",
            ),
        ),
        migrations.CreateModel(
            name="RedundancyGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("needed", models.PositiveSmallIntegerField(default=1, verbose_name="enough of them")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redundancy_groups",
                        to="cmdb.configurationitem",
                        verbose_name="item",
                    ),
                ),
            ],
            options={
                "verbose_name": "redundancy group",
                "verbose_name_plural": "redundancy groups",
                "ordering": ["item", "name"],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=40, verbose_name="source")),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="relations",
                        to="cmdb.redundancygroup",
                        verbose_name="redundancy group",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_onward",
                        to="cmdb.configurationitem",
                        verbose_name="first",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_back",
                        to="cmdb.configurationitem",
                        verbose_name="second",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="cmdb.relationtype",
                        verbose_name="type",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AttributeDefinition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_zh_hans",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Simplified Chinese"),
                ),
                (
                    "name_zh_hant",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Traditional Chinese"),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("date", "day"),
                            ("choice", "one of a list"),
                            ("boolean", "yes or no"),
                            ("address", "IP address"),
                            ("link", "web address"),
                        ],
                        default="text",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "item_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="definitions",
                        to="cmdb.itemclass",
                        verbose_name="class",
                    ),
                ),
            ],
            options={
                "verbose_name": "attribute",
                "verbose_name_plural": "attributes",
                "ordering": ["item_class", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item_class", "code"),
                        name="one_attribute_per_class_and_code",
                        violation_error_message="This class has an attribute of this code already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("created", "recorded it"),
                            ("changed", "changed it"),
                            ("verified", "verified it"),
                            ("related", "related it"),
                            ("unrelated", "took a relation away"),
                        ],
                        max_length=10,
                        verbose_name="event",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("page", "typed on a page"),
                            ("import", "file"),
                            ("rest", "another system"),
                            ("discrepancy", "corrected discrepancy"),
                            ("demo", "demo"),
                            ("history", "imported history"),
                        ],
                        max_length=12,
                        verbose_name="way",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="reference")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("changes", models.JSONField(default=dict, verbose_name="changes")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="cmdb.configurationitem",
                        verbose_name="item",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="cmdb.itemimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an item",
                "verbose_name_plural": "changes of items",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("item"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="itemchange_newest",
                    ),
                    models.Index(fields=["at"], name="itemchange_at"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="productmodel",
            constraint=models.UniqueConstraint(
                fields=("vendor", "name", "revision"),
                name="one_product_model_per_name",
                violation_error_message="There is a product model of this vendor, name and revision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redundancygroup",
            constraint=models.UniqueConstraint(fields=("item", "name"), name="one_group_per_item_and_name"),
        ),
        migrations.AddConstraint(
            model_name="redundancygroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("needed__gte", 1)), name="a_group_needs_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(fields=("subject", "target", "type"), name="related_once"),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", models.F("target")), _negated=True),
                name="no_item_is_related_to_itself",
            ),
        ),
    ]
