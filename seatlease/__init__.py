"""The composition root: settings, urls, the Celery timetable. Wires everything; nobody imports it."""

from seatlease.celery import app as celery_app

__all__ = ["celery_app"]
