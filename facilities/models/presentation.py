"""Photographs of a facility, and the certificates it holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.attachments import PAPERS, PICTURES
from facilities.enums import CertificateKind
from facilities.models.places import Facility
from kernel.fields import PeriodField
from kernel.ids import new_id


def photo_path(photo: "Photo", _name: str) -> str:
    """Return where a picture is kept: never under the name somebody gave it."""
    return f"photos/{photo.facility_id}/{photo.pk}.{PICTURES[photo.content_type]}"


def certificate_path(certificate: "Certificate", _name: str) -> str:
    return f"facility-certificates/{certificate.facility_id}/{certificate.pk}.{PAPERS[certificate.content_type]}"


class Photo(models.Model):
    """A picture of a facility, as the public sees it. Whoever can't see it reads ``alt_text``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="photos")
    file = models.FileField(_("picture"), upload_to=photo_path, max_length=200)
    content_type = models.CharField(max_length=20, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt_text = models.CharField(
        _("what it shows"), max_length=200, help_text=_("Read to those who can't see it, such as “Rows of desks”.")
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the row"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(content_type__in=list(PICTURES)), name="photo_is_a_picture"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="photo_has_a_size"),
            models.CheckConstraint(condition=~Q(alt_text=""), name="photo_is_described"),
        ]

    def __str__(self) -> str:
        return self.alt_text


class Certificate(models.Model):
    """Proof that somebody checked a facility, for the days it holds. What has run out is proof of nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    days = PeriodField(_("valid"))
    file = models.FileField(_("file"), upload_to=certificate_path, max_length=200, blank=True)
    content_type = models.CharField(max_length=20, editable=False, blank=True)
    is_public = models.BooleanField(
        _("anybody may read the file"), default=False, help_text=_("Otherwise clients read that they may ask for it.")
    )

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["kind", "-days"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CertificateKind.values), name="certificate_kind_is_known"),
            models.CheckConstraint(condition=Q(days__isempty=False), name="certificate_has_days"),
            models.CheckConstraint(
                condition=Q(content_type="", file="") | (Q(content_type__in=list(PAPERS)) & ~Q(file="")),
                name="certificate_file_is_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
