"""The index on disk: killed writers, second writers, other versions, several readers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.search.corpus import SCHEMA

from anjuan.search.analysis import Analyser
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.conditions import Everything
from anjuan.search.errors import IndexBusyError, IndexDamagedError, IndexVersionError
from anjuan.search.protocol import EVERYONE, PageRecord, Request
from anjuan.search.schema import Field, Schema

ROOT = Path(__file__).parents[2]


def page(number: int):
    return Analyser(SCHEMA).page(PageRecord(number, f"g{number}", f"第{number}页"))


def total(backend: TantivyBackend) -> int:
    return backend.search(Request(Everything(), EVERYONE, limit=0)).total


@pytest.fixture
def backend(tmp_path):
    backend = TantivyBackend(tmp_path / "index", SCHEMA)
    yield backend
    backend.close()


def test_second_writer_is_told_to_wait(backend, tmp_path):
    backend.upsert([page(1)])
    other = TantivyBackend(tmp_path / "index", SCHEMA)
    with pytest.raises(IndexBusyError, match="writing"):
        other.upsert([page(2)])


def test_writer_may_follow_another_that_closed(backend, tmp_path):
    backend.upsert([page(1)])
    backend.commit()
    backend.close()
    other = TantivyBackend(tmp_path / "index", SCHEMA)
    other.upsert([page(2)])
    other.commit()
    assert total(backend) == 2
    other.close()


def test_reader_sees_commits_and_rebuilds_of_another(backend, tmp_path):
    reader = TantivyBackend(tmp_path / "index", SCHEMA)
    before = total(reader)
    backend.upsert([page(1)])
    backend.commit()
    between = total(reader)
    backend.rebuild([page(1), page(2), page(3)])
    assert (before, between, total(reader)) == (0, 1, 3)


def test_rebuild_removes_the_old_generation(backend, tmp_path):
    backend.rebuild([page(1)])
    backend.rebuild([page(2)])
    assert len(list((tmp_path / "index").glob("gen-*"))) == 1


def test_other_schema_is_refused_and_a_rebuild_heals(backend, tmp_path):
    backend.rebuild([page(1)])
    backend.close()
    changed = TantivyBackend(tmp_path / "index", Schema(*SCHEMA, Field("more", "更多")))
    with pytest.raises(IndexVersionError, match="anjuan search rebuild"):
        changed.search(Request(Everything(), EVERYONE))
    with pytest.raises(IndexVersionError):
        changed.upsert([page(2)])
    changed.rebuild([page(1), page(2)])
    assert total(changed) == 2
    changed.close()


def test_more_shards_come_with_a_rebuild(backend, tmp_path):
    backend.rebuild([page(1)])
    backend.close()
    wider = TantivyBackend(tmp_path / "index", SCHEMA, shards=4)
    narrow = wider.stats().shards
    wider.rebuild(map(page, range(20)))
    assert (narrow, wider.stats().shards, total(wider)) == (1, 4, 20)
    wider.close()


@pytest.mark.parametrize("name", ["version.json", "shard-000/meta.json"])
def test_damaged_index_is_told_and_a_rebuild_heals(backend, tmp_path, name):
    backend.rebuild([page(1)])
    backend.close()
    next((tmp_path / "index").glob("gen-*")).joinpath(name).write_text("{broken", encoding="ascii")
    again = TantivyBackend(tmp_path / "index", SCHEMA)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        total(again)
    again.rebuild([page(1)])
    assert total(again) == 1
    again.close()


def test_version_file_names_the_version(backend, tmp_path):
    backend.rebuild([page(1)])
    state = json.loads(next((tmp_path / "index").glob("gen-*/version.json")).read_text(encoding="utf-8"))
    assert state["version"] == backend.stats().version


def test_stats_tell_pages_and_size(backend):
    backend.rebuild([page(1), page(2)])
    stats = backend.stats()
    assert stats.pages == 2
    assert stats.size_bytes > 0


WRITER = """
    import sys
    from pathlib import Path
    from anjuan.search.analysis import Analyser
    from anjuan.search.backends.tantivy_index import TantivyBackend
    from anjuan.search.protocol import PageRecord
    from tests.search.corpus import SCHEMA
    backend = TantivyBackend(Path(sys.argv[1]), SCHEMA)
    analyser = Analyser(SCHEMA)
    for number in range(100000):
        backend.upsert([analyser.page(PageRecord(number, str(number), "审核记录" * 50))])
        if number % 5 == 4:
            backend.commit()
            print(number + 1, flush=True)
"""


@pytest.mark.slow
def test_killed_writer_loses_nothing_that_was_committed(tmp_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as writer:
        acknowledged = [int(writer.stdout.readline()) for _ in range(4)][-1]
        writer.send_signal(signal.SIGKILL)
        rest = [int(line) for line in writer.stdout.read().split()]
    committed = max([acknowledged, *rest])
    backend = TantivyBackend(tmp_path / "index", SCHEMA)
    assert total(backend) in (committed, committed + 5)  # a commit may be done but not yet told
    backend.upsert([page(1)])  # the lock died with its holder
    backend.close()


def test_a_value_that_is_frequent_on_the_whole_is_counted_though_it_leads_nowhere(backend):
    """Every commit is a segment; in each of them thirty values stand on more pages than the one looked for."""
    number = 0
    for segment in range(4):
        values = [f"甲{segment}-{one}" for one in range(30) for _ in range(3)]
        for value in (*values, "到处", "到处"):
            number += 1
            record = PageRecord(number, "g", "页", keywords={"organisation": (value,)})
            backend.upsert([Analyser(SCHEMA).page(record)])
        backend.commit()
    request = Request(Everything(), EVERYONE, facets=("organisation",), facet_limit=1, limit=0)
    (most,) = backend.search(request).facets["organisation"]
    assert (most.value, most.count) == ("到处", 8)
