"""The paths of the client's door."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from portal.views import bookings, company, facilities, holds, mailbox, public, search

app_name = "portal"

later = RedirectView.as_view(pattern_name="portal:landing")

# --- Open to everybody, and the way to a lease -----------------------------------------------------------------

funnel: list[URLPattern] = [
    path("", public.landing, name="landing"),
    path("prices/", public.prices, name="prices"),
    path("agreement/", public.agreement, name="agreement"),
    path("search/", search.search, name="search"),
    path("facilities/<slug:slug>/", facilities.facility, name="facility"),
    path("facilities/<slug:slug>/plan/", facilities.plan, name="plan"),
    path("facilities/<slug:slug>/plan/price/", facilities.plan_price, name="plan-price"),
    path("facilities/<slug:slug>/hold/", holds.hold_new, name="hold-new"),
    path("bookings/<uuid:pk>/hold/", holds.hold, name="hold"),
    path("bookings/<uuid:pk>/hold/details/", holds.hold_details, name="hold-details"),
    path("bookings/<uuid:pk>/hold/submit/", holds.hold_submit, name="hold-submit"),
    path("bookings/<uuid:pk>/hold/release/", holds.hold_release, name="hold-release"),
    path("company/<uuid:pk>/switch/", company.switch, name="switch-client"),
    path("acting/<uuid:pk>/", company.begin, name="begin-acting"),
    path("acting/end/", company.stop, name="end-acting"),
]

# --- A client's own affairs ------------------------------------------------------------------------------------

own: list[URLPattern] = [
    path("home/", later, name="home"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("bookings/file.csv", bookings.bookings_csv, name="bookings-csv"),
    path("bookings/<uuid:pk>/", bookings.booking, name="booking"),
    path("bookings/<uuid:pk>/cancel/", bookings.cancel, name="booking-cancel"),
    path("bookings/<uuid:pk>/notice/", bookings.notice, name="booking-notice"),
    path("bookings/<uuid:pk>/notice/withdraw/", bookings.withdraw_notice, name="booking-withdraw-notice"),
    path("bookings/<uuid:pk>/calendar.ics", bookings.calendar, name="booking-calendar"),
    path("invoices/", later, name="invoices"),
    path("invoices/<uuid:pk>/", later, name="invoice"),
    path("invoices/<uuid:pk>/pdf/", later, name="invoice-pdf"),
    path("company/", later, name="details"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/latest/", mailbox.latest, name="mailbox-latest"),
    path("mailbox/<uuid:pk>/", mailbox.mail, name="mail"),
    path("mailbox/<uuid:pk>/html/", mailbox.mail_html, name="mail-html"),
    path("mailbox/<uuid:pk>/attachments/<int:number>/", mailbox.mail_attachment, name="mail-attachment"),
]

urlpatterns = [*funnel, *own]
