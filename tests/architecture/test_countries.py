"""A country's peculiarities of documents live in its one module."""

import re

from local.paths import ROOT
from tests.architecture.sources import sources

# Examples in workbooks name a country as any client does.
ELSEWHERE = {"billing/sheets.py"}
PECULIAR = re.compile(r"""["']PH["']|\b2307\b|INPUT TAX|\bTIN\b""")


def test_documents_ask_the_module_of_their_country() -> None:
    texts = {str(source): source.text for source in sources("billing")}
    texts |= {
        str(path.relative_to(ROOT)): path.read_text()
        for folder in ("billing", "portal/invoices")
        for path in (ROOT / "templates" / folder).rglob("*.*")
    }
    found = {name for name, text in texts.items() if PECULIAR.search(text)} - ELSEWHERE
    assert "billing/countries/philippines.py" in found
    assert [name for name in found if not name.startswith("billing/countries/")] == []
