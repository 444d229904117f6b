"""The refusals of this app."""

from django.utils.translation import gettext_lazy as _

from kernel.refusal import Refusal


class NotAllowed(Refusal):
    code = "not_allowed"
    message = _("Your role in this company doesn't include this. Ask an owner to do it or to change your role.")


class DutyMissing(NotAllowed):
    code = "duty_missing"
    message = _("Your duties don't include this. Ask an administrator to do it or to change them.")


class OnlySeeing(NotAllowed):
    code = "only_seeing"
    message = _("You only see the portal as this client does. To change something, act for it.")


class ActingReasonMissing(Refusal):
    code = "acting_reason_missing"
    message = _(
        "This is the client's very own affair, and its owners are told why we touch it. "
        "Stop acting, and begin again with a reason."
    )


class DetailsMissing(Refusal):
    code = "client_details_missing"
    message = _("Before you submit, fill in the company's legal name, address and contact for invoices.")


class InvalidTaxId(Refusal):
    code = "tax_id_invalid"
    message = _("This is not a valid tax number for %(country)s. Check the digits, or leave it empty for now.")
    field = "tax_id"


class WithholdsNothing(Refusal):
    code = "withholds_nothing"
    message = _(
        "A company registered in %(country)s has no tax to withhold from what we bill. "
        "Choose “%(none)s”, or correct the country."
    )
    field = "withholding"


class LastOwner(Refusal):
    code = "last_owner"
    message = _("A company keeps at least one owner. Make somebody else an owner first.")


class MemberGone(Refusal):
    code = "member_gone"
    message = _("This person has just left the team. Ask them in again.")


class AlreadyMember(Refusal):
    code = "member_already"
    message = _("%(email)s belongs to this company already.")
    field = "email"


class InvitedAlready(Refusal):
    code = "invited_already"
    message = _("%(email)s has an open invitation. Send it again, or withdraw it first.")
    field = "email"


class TooManyInvitations(Refusal):
    code = "too_many_invitations"
    message = _("A company sends at most %(most)s invitations a day. Send this one tomorrow.")


class InvitationOver(Refusal):
    code = "invitation_over"
    message = _("This invitation is over: accepted, withdrawn, run out or replaced by a later one.")


class SignInToJoin(Refusal):
    code = "sign_in_to_join"
    message = _("You have an account already. Sign in to accept the invitation.")


class InvitationForAnother(Refusal):
    code = "invitation_for_another"
    message = _("This invitation is for %(email)s. Sign in with that address to accept it.")


class UnknownScope(Refusal):
    code = "scope_unknown"
    message = _("There is no scope “%(scope)s”. Choose from %(known)s.")
    field = "scopes"


class ExpiresInThePast(Refusal):
    code = "expires_in_the_past"
    message = _("Choose a moment after now for the key to end, or none.")
    field = "expires_at"
