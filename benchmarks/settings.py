"""The product's settings, with one path more: a view that does nothing."""

from seatlease.settings import *  # noqa: F403
from seatlease.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
# Pages are asked for, not the files they name: compressing those takes longer than a small benchmark.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
