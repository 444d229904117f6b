"""Tax numbers by country, checked with python-stdnum."""

from __future__ import annotations

import re

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

# What businesses print on invoices, by country, best first.
KINDS = ("vat", "tin", "ein", "abn", "gstin", "businessid", "uen")
PHILIPPINE_TIN = re.compile(r"^\d{9}(\d{3}|\d{5})?$")


def is_valid_tax_id(number: str, country: str) -> bool:
    """Return whether ``number`` can be a business's tax number in ``country`` (ISO 3166 code).

    Countries without a known rule accept anything: a wrong refusal would keep a client out. A Philippine TIN has
    nine digits and may be followed by a branch code of three or five (BIR RR 7-2012); stdnum knows no rule for it.
    """
    if country == "PH":
        return PHILIPPINE_TIN.match(re.sub(r"[\s-]", "", number)) is not None
    modules = [module for kind in KINDS if (module := get_cc_module(country.lower(), kind)) is not None]
    if not modules:
        return True
    for module in modules:
        try:
            module.validate(number)
        except ValidationError:
            continue
        return True
    return False
