"""Serials given by many hands at once; in a process of its own, because the tests' database lies in memory."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import concurrent.futures, dataclasses, datetime as dt
import django
from django.conf import settings
django.setup()
from django.apps import apps
from django.db import connection
names = {"accounts": None, "registry": None, "certificates": None, "contenttypes": None, "auth": None}
with connection.schema_editor() as editor:
    for name in ("contenttypes", "auth", "accounts", "registry", "certificates"):
        for model in apps.get_app_config(name).get_models():
            editor.create_model(model)
from tests.certificates.given import DEED, FACTS, HOLDER, BODY
from anjuan.certificates.faults import CertificateFactsError
from anjuan.certificates.selectors.numbering import series_gaps
from anjuan.certificates.services.issuing import certificate_issue
from anjuan.certificates.services.keys import key_current
from anjuan.registry.services.organisations import organisation_register
holder = organisation_register(deed=DEED, name=HOLDER.name)
key_current(deed=DEED)
def work(hand):
    made = []
    for turn in range(5):
        try:
            certificate_issue(deed=DEED, organisation=holder, issuer=BODY,
                              facts=dataclasses.replace(FACTS, replaces="gone" if turn == hand % 5 else ""))
        except CertificateFactsError:
            continue
        made.append(1)
    connection.close()
    return len(made)
with concurrent.futures.ThreadPoolExecutor(4) as crew:
    total = sum(crew.map(work, range(4)))
from anjuan.registry.models import Certificate
numbers = sorted(Certificate.objects.values_list("number", flat=True))
print(total, len(set(numbers)), numbers[0], numbers[-1], series_gaps())
"""


def test_serials_given_at_the_same_time_have_neither_gap_nor_double_even_with_refusals(tmp_path):
    (tmp_path / "work").mkdir()
    places = os.pathsep.join(["src", "."])
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False,
        env={**os.environ, "ANJUAN_HOME": str(tmp_path), "PYTHONPATH": places,
             "DJANGO_SETTINGS_MODULE": "anjuan.config.settings"},
    )  # fmt: skip
    assert told.stdout.split() == ["16", "16", "45426Q00001R0M", "45426Q00016R0M", "()"], told.stderr[-2000:]
