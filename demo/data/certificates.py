"""Certificates of the demo's facilities; days count from the day of loading."""

from __future__ import annotations

from dataclasses import dataclass

from facilities.enums import CertificateKind as K


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Valid for ``days_left`` more days; one that is over has fewer than none."""

    kind: K
    number: str
    issuer: str
    since_days_ago: int
    days_left: int


CERTIFICATES = {
    "CEB": (
        CertificateFacts(K.ISO_27001, "IS 552014", "Habagat Certification", 410, 686),
        CertificateFacts(K.PCI_DSS, "AOC-4.0.1-CEB", "Tanglaw Assessors", 75, 290),
        CertificateFacts(K.PEZA, "IT 14-0552", "Philippine Economic Zone Authority", 1200, 600),
        CertificateFacts(K.FIRE_SAFETY, "FSIC R7-5520", "Bureau of Fire Protection, Region VII", 324, 41),
    ),
    "CRK": (
        CertificateFacts(K.FIRE_SAFETY, "FSIC R3-1178", "Bureau of Fire Protection, Region III", 120, 245),
        CertificateFacts(K.ISO_27001, "IS 498871", "Habagat Certification", 1110, -15),
    ),
    "MNL": (
        CertificateFacts(K.ISO_27001, "IS 552015", "Habagat Certification", 400, 696),
        CertificateFacts(K.PCI_DSS, "AOC-4.0.1-MNL", "Tanglaw Assessors", 58, 307),
        CertificateFacts(K.SOC_2, "Type II, 12 months", "Balangay Auditors", 90, 275),
        CertificateFacts(K.PEZA, "IT 11-0119", "Philippine Economic Zone Authority", 2000, 900),
        CertificateFacts(K.FIRE_SAFETY, "FSIC NCR-0119", "Bureau of Fire Protection, NCR", 60, 305),
    ),
}
