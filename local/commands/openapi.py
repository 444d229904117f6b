"""`make openapi`: write docs/openapi.yaml, the description of the API, from the code."""

from local.django import on_the_code


def main(arguments: list[str]) -> int:
    """Returns what Django returns."""
    return on_the_code("spectacular", "--validate", "--fail-on-warn", "--file", "docs/openapi.yaml")
