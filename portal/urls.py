"""The paths of the client's door."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView, TemplateView

from portal.views import mailbox

app_name = "portal"

later = RedirectView.as_view(pattern_name="portal:landing")

# --- Open to everybody, and the way to a lease -----------------------------------------------------------------

public: list[URLPattern] = [
    path("", TemplateView.as_view(template_name="portal/landing.html"), name="landing"),
    path("prices/", later, name="prices"),
    path("search/", later, name="search"),
    path("agreement/", later, name="agreement"),
    path("facilities/<slug:slug>/", later, name="facility"),
    path("facilities/<slug:slug>/plan/", later, name="plan"),
    path("facilities/<slug:slug>/plan/price/", later, name="plan-price"),
    path("facilities/<slug:slug>/hold/", later, name="hold-new"),
    path("bookings/<uuid:pk>/hold/", later, name="hold"),
    path("bookings/<uuid:pk>/hold/details/", later, name="hold-details"),
    path("bookings/<uuid:pk>/hold/submit/", later, name="hold-submit"),
    path("bookings/<uuid:pk>/hold/release/", later, name="hold-release"),
    path("company/switch/", later, name="switch-client"),
    path("acting/end/", later, name="end-acting"),
]

# --- A client's own affairs ------------------------------------------------------------------------------------

own: list[URLPattern] = [
    path("home/", later, name="home"),
    path("bookings/", later, name="bookings"),
    path("bookings/<uuid:pk>/", later, name="booking"),
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

urlpatterns = [*public, *own]
