"""The product's settings, with one path more: a view that does nothing."""

from seatlease.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
