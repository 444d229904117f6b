"""The words of this app."""

from billing.models.documents import Document, DocumentLine, DocumentStatus, DocumentTax, NumberSeries
from billing.models.imports import GoLiveImport
from billing.models.opening import OpeningDeposit
from billing.models.payments import Application, Payment, PaymentReversal, PaymentStatus, TransferNotice
from billing.models.period_revisions import PeriodRevision
from billing.models.policies import BillingPolicy
from billing.models.runs import BillingRun, RunItem
from billing.models.tax import TaxCertificate, TaxRate, WithholdingRate

__all__ = [
    "Application",
    "BillingPolicy",
    "BillingRun",
    "Document",
    "DocumentLine",
    "DocumentStatus",
    "DocumentTax",
    "GoLiveImport",
    "NumberSeries",
    "OpeningDeposit",
    "Payment",
    "PaymentReversal",
    "PaymentStatus",
    "PeriodRevision",
    "RunItem",
    "TaxCertificate",
    "TaxRate",
    "TransferNotice",
    "WithholdingRate",
]
