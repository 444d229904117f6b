"""The paths of the partner's interface."""

from django.urls import path, re_path

from api.availability import Availability
from api.bookings import BookingDetail, BookingList
from api.calendars import Calendar
from api.clients import ClientList
from api.documentation import DocsView, ProblemList, ProblemPage, SchemaView
from api.facilities import FacilityDetail, FacilityList
from api.index import Index
from api.invoices import InvoiceDetail, InvoiceList, InvoicePdf
from api.me import Me
from api.packages import PackageList
from api.plans import Plan
from api.shifts import ShiftList
from api.unknown import unknown

app_name = "api"

on_offer = [
    path("v1/facilities/", FacilityList.as_view(), name="facilities"),
    path("v1/facilities/<uuid:pk>/", FacilityDetail.as_view(), name="facility"),
    path("v1/facilities/<uuid:pk>/calendar/", Calendar.as_view(), name="calendar"),
    path("v1/facilities/<uuid:pk>/plan/", Plan.as_view(), name="plan"),
    path("v1/availability/", Availability.as_view(), name="availability"),
    path("v1/shifts/", ShiftList.as_view(), name="shifts"),
    path("v1/packages/", PackageList.as_view(), name="packages"),
]

own = [
    path("v1/me/", Me.as_view(), name="me"),
    path("v1/clients/", ClientList.as_view(), name="clients"),
    path("v1/bookings/", BookingList.as_view(), name="bookings"),
    path("v1/bookings/<uuid:pk>/", BookingDetail.as_view(), name="booking"),
    path("v1/invoices/", InvoiceList.as_view(), name="invoices"),
    path("v1/invoices/<uuid:pk>/", InvoiceDetail.as_view(), name="invoice"),
    path("v1/invoices/<uuid:pk>/pdf/", InvoicePdf.as_view(), name="invoice-pdf"),
]

about = [
    path("v1/", Index.as_view(), name="index"),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/docs/", DocsView.as_view(), name="docs"),
    path("v1/problems/", ProblemList.as_view(), name="problems"),
    path("v1/problems/<slug:code>/", ProblemPage.as_view(), name="problem"),
]

urlpatterns = [*about, *on_offer, *own, re_path("", unknown, name="unknown")]
