"""Finding organisations and certificates."""

from __future__ import annotations

from anjuan.kit.text.folding import squeeze
from anjuan.registry.models import Certificate, Organisation
from anjuan.registry.rules.credit_codes import clean_credit_code


def organisations_called(text: str, *, limit: int = 20) -> list[Organisation]:
    """Return organisations by credit code, or by any name they have or had, or a part of it. Two queries at most."""
    code = Organisation.objects.filter(credit_code=clean_credit_code(text))
    if code.exists():
        return list(code)
    sought = squeeze(text)
    if not sought:
        return []
    return list(
        Organisation.objects.filter(names__squeezed__contains=sought, merged_into=None)
        .distinct()
        .order_by("name")[:limit]
    )


def certificate_by_number(number: str) -> Certificate | None:
    """Return a certificate by its number, whatever blanks and case it is typed with. One query."""
    typed = "".join(number.split()).upper()
    return Certificate.objects.select_related("organisation").filter(number__iexact=typed).first()
