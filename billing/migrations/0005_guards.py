from django.db import migrations

from kernel.guards import adds_up, append_only


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_going_live")]
    operations = [
        append_only("billing_periodrevision"),
        append_only("billing_document"),
        append_only("billing_documentline"),
        append_only("billing_documenttax"),
        append_only("billing_payment"),
        append_only("billing_application"),
        append_only("billing_openingdeposit"),
        adds_up(
            "document_lines_add_up",
            table="billing_documentline",
            parent="document_id",
            broken="(SELECT sum(net) FROM billing_documentline AS line WHERE line.document_id = parent_id)"
            " IS DISTINCT FROM (SELECT net FROM billing_document WHERE id = parent_id)",
        ),
        adds_up(
            "document_taxes_add_up",
            table="billing_documenttax",
            parent="document_id",
            broken="(SELECT (sum(base), sum(tax)) FROM billing_documenttax AS part WHERE part.document_id = parent_id)"
            " IS DISTINCT FROM (SELECT (net, tax) FROM billing_document WHERE id = parent_id)",
        ),
    ]
