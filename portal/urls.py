"""The paths of the client's interface."""

from django.urls import URLPattern, path

from portal.views import (
    bookings,
    calendars,
    changes,
    company,
    facilities,
    holds,
    home,
    invoices,
    live,
    mailbox,
    presentation,
    public,
    representation,
    search,
    statements,
    team,
    waitlist,
)

app_name = "portal"

# --- Open to everybody, and the way to a lease -----------------------------------------------------------------

funnel: list[URLPattern] = [
    path("", public.landing, name="landing"),
    path("prices/", public.prices, name="prices"),
    path("agreement/", public.agreement, name="agreement"),
    path("search/", search.search, name="search"),
    path("search/hours/", search.by_hours, name="search-hours"),
    path("facilities/<slug:slug>/", facilities.facility, name="facility"),
    path("facilities/<slug:slug>/calendar/", calendars.calendar, name="calendar"),
    path("facilities/<slug:slug>/photos/<uuid:pk>/", presentation.photo, name="facility-photo"),
    path("facilities/<slug:slug>/certificates/<uuid:pk>/", presentation.certificate, name="facility-certificate"),
    path("facilities/<slug:slug>/plan/", facilities.plan, name="plan"),
    path("facilities/<slug:slug>/plan/price/", facilities.plan_price, name="plan-price"),
    path("facilities/<slug:slug>/plan/live/", live.plan_live, name="plan-live"),
    path("facilities/<slug:slug>/plan/lost/", live.plan_lost, name="plan-lost"),
    path("facilities/<slug:slug>/hold/", holds.hold_new, name="hold-new"),
    path("waitlist/join/", waitlist.join, name="waitlist-join"),
    path("bookings/<uuid:pk>/hold/", holds.hold, name="hold"),
    path("bookings/<uuid:pk>/hold/details/", holds.hold_details, name="hold-details"),
    path("bookings/<uuid:pk>/hold/submit/", holds.hold_submit, name="hold-submit"),
    path("bookings/<uuid:pk>/hold/release/", holds.hold_release, name="hold-release"),
    path("company/<uuid:pk>/switch/", representation.switch, name="switch-client"),
    path("invitations/<uuid:pk>/<slug:token>/", team.accept, name="invitation"),
    path("acting/<uuid:pk>/", representation.begin, name="begin-acting"),
    path("acting/end/", representation.stop, name="end-acting"),
]

# --- A client's own affairs ------------------------------------------------------------------------------------

own: list[URLPattern] = [
    path("home/", home.home, name="home"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("waitlist/<uuid:pk>/leave/", waitlist.leave, name="waitlist-leave"),
    path("bookings/file.csv", bookings.bookings_csv, name="bookings-csv"),
    path("bookings/<uuid:pk>/", bookings.booking, name="booking"),
    path("bookings/<uuid:pk>/cancel/", bookings.cancel, name="booking-cancel"),
    path("bookings/<uuid:pk>/changes/<slug:kind>/", changes.change, name="booking-change"),
    path("bookings/<uuid:pk>/calendar.ics", bookings.calendar, name="booking-calendar"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/file.csv", invoices.invoices_csv, name="invoices-csv"),
    path("invoices/statement/", statements.statement, name="statement"),
    path("invoices/statement/file.csv", statements.statement_csv, name="statement-csv"),
    path("invoices/<uuid:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<uuid:pk>/pdf/", invoices.invoice_pdf, name="invoice-pdf"),
    path("invoices/<uuid:pk>/transfer/", invoices.tell_of_transfer, name="invoice-transfer"),
    path("invoices/transfers/<uuid:pk>/proof/", invoices.proof, name="transfer-proof"),
    path("company/", company.details, name="details"),
    path("company/team/invite/", team.invite, name="team-invite"),
    path("company/team/invitations/<uuid:pk>/resend/", team.resend, name="invitation-resend"),
    path("company/team/invitations/<uuid:pk>/withdraw/", team.withdraw, name="invitation-withdraw"),
    path("company/team/<int:pk>/", team.member, name="member"),
    path("company/team/<int:pk>/remove/", team.remove, name="member-remove"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/latest/", mailbox.latest, name="mailbox-latest"),
    path("mailbox/<uuid:pk>/", mailbox.mail, name="mail"),
    path("mailbox/<uuid:pk>/html/", mailbox.mail_html, name="mail-html"),
    path("mailbox/<uuid:pk>/attachments/<int:number>/", mailbox.mail_attachment, name="mail-attachment"),
]

urlpatterns = [*funnel, *own]
