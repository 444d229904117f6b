"""Invariants are named constraints, and a name states the truth about its table."""

from django.apps import apps
from django.db.models import OneToOneField

from tests.architecture.sources import APPS

MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]

# Declared by django-rest-framework-api-key, whose abstract model ours is made from.
NOT_OURS = {"accounts.ApiKey.prefix"}


def test_constraints_begin_with_their_table() -> None:
    misnamed = [
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if not constraint.name.replace("_", "").startswith(model.__name__.lower())
    ]
    assert MODELS
    assert misnamed == []


def test_uniqueness_has_a_name() -> None:
    nameless = [f"{model._meta.label} {model._meta.unique_together}" for model in MODELS if model._meta.unique_together]
    nameless += [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.unique and not field.primary_key and not isinstance(field, OneToOneField)
    ]
    assert set(nameless) >= NOT_OURS, "a field that is unique without a name is seen"
    assert set(nameless) - NOT_OURS == set(), "use a UniqueConstraint"


def test_constraint_names_are_unique() -> None:
    names = [constraint.name for model in MODELS for constraint in model._meta.constraints]
    assert len(set(names)) == len(names)
