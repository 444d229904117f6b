"""The staff admin's app: Django's admin with the site of the back office."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "backoffice.site.StaffSite"
