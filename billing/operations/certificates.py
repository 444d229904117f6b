"""Tax certificates count from the day somebody has looked at them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.actors import Actor
from accounts.capabilities import Capability
from accounts.operations import record
from billing.models import TaxCertificate


@transaction.atomic
def approve_certificate(*, certificate: TaxCertificate, actor: Actor, now: datetime) -> TaxCertificate:
    """Let a certificate change the treatment of what is issued from now on; approving it again changes nothing.

    :raises NotAllowed:
    """
    require(actor, Capability.APPROVE_CERTIFICATES)
    certificate = TaxCertificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.approved_at is None:
        certificate.approved_at = now
        certificate.save(update_fields=["approved_at"])
        record(
            actor=actor, verb="billing.certificate_approved", subject=certificate, now=now, number=certificate.number
        )
    return certificate
