"""Accounts as a company's accountants call them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import LegalEntity
from ledger.enums import Account


class LedgerAccount(models.Model):
    """The code and name of an account in the chart of one company; where there is none, the standard ones hold.

    Lines of the journal say what an account is for, so a code changes for what was posted as well.
    """

    legal_entity = models.ForeignKey(LegalEntity, models.CASCADE, related_name="ledger_accounts")
    role = models.CharField(_("account"), max_length=12, choices=Account)
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Leave it empty for the usual name."))

    class Meta:
        verbose_name = _("account code")
        verbose_name_plural = _("account codes")
        ordering = ["legal_entity", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "role"], name="ledger_account_one_a_role",
                violation_error_message=_("This account has a code already. Change that one."),
            ),
            models.UniqueConstraint(
                fields=["legal_entity", "code"], name="ledger_account_code_once",
                violation_error_message=_("Another account of this company has this code."),
            ),
            models.CheckConstraint(condition=Q(role__in=Account.values), name="ledger_account_role_is_known"),
            models.CheckConstraint(condition=~Q(code=""), name="ledger_account_has_a_code"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name or self.get_role_display()}"
