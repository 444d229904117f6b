"""Real answers held against the description."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from api.documentation import description
from tests.api.conftest import Answer


@cache
def strict() -> dict[str, Any]:
    """The description with every object closed, so that an answer can't say what the description doesn't."""
    document: dict[str, Any] = json.loads(json.dumps(description(), default=str))
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") == "object" and "properties" in schema and name != "Problem":
            schema.setdefault("additionalProperties", False)
    return document


def faults_of(answer: Answer, path: str) -> list[str]:
    """Where an answer differs from what is described for ``path`` (as in the description) and its status."""
    document = strict()
    response = document["paths"][path]["get"]["responses"][str(answer.status)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema = response["content"][answer.type]["schema"]
    whole = {**schema, "components": document["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(answer.body)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]
