from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.reading import made

from anjuan.kit.errors import UsageError
from anjuan.reading import errors
from anjuan.reading.pages import Member, Notice, Page
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop import frames, watching
from anjuan.reading.workshop.budget import Budget
from anjuan.reading.workshop.shop import Workshop
from anjuan.reading.workshop.workbench import Workbench

CATALOGUE = "tests.reading.made:fake_catalogue"
LIMITS = Limits(seconds_per_page=20, seconds_per_file=60, memory_bytes=1 << 30)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def shop_with(**limits):
    return Workshop(dataclasses.replace(LIMITS, **limits), catalogue=CATALOGUE)


@pytest.fixture(scope="module")
def shared_shop():
    with shop_with() as shop:
        yield shop


@pytest.fixture
def shop(shared_shop):
    yield shared_shop
    shared_shop.done()


@pytest.fixture
def bench():
    with Workbench(made.fake_catalogue(), LIMITS) as bench:
        yield bench


@pytest.fixture(params=["shop", "bench"])
def either(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def told(tmp_path):
    """A file that tells the fake reader what to do."""

    def write(words):
        path = tmp_path / "审核记录.txt"
        path.write_text(words, encoding="utf-8")
        return path

    return write


def pages(events):
    return [event.number for event in events if isinstance(event, Page)]


def gone(pid):
    """Wait until a process is no more than a zombie."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_pages_come_in_order(either, told):
    assert pages(either.read(told("pages 5"))) == [1, 2, 3, 4, 5]


def test_pages_before_the_first_wanted_are_left_out(either, told):
    assert pages(either.read(told("pages 5"), first_page=4)) == [4, 5]


def test_one_process_reads_many_files(shop, told):
    path = told("pages 1")
    ids = {(list(shop.read(path)), shop.process_id)[1] for _ in range(3)}
    assert len(ids) == 1


def test_process_is_renewed_after_some_files(told):
    path = told("pages 1")
    with Workshop(LIMITS, catalogue=CATALOGUE, files_per_process=1) as shop:
        list(shop.read(path))
        assert shop.process_id is None


def test_notices_pass_through(either, told):
    assert [e.text for e in either.read(told("notice It holds macros.")) if isinstance(e, Notice)] == [
        "It holds macros."
    ]


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_death_of_the_reader_is_told_and_survived(shop, told, name):
    path = told(f"die {name}")
    with pytest.raises(errors.ReaderCrashedError, match=r"审核记录.txt.*page 2"):
        list(shop.read(path))
    assert pages(shop.read(told("pages 2"))) == [1, 2]


def test_silence_is_ended(told):
    with shop_with(seconds_per_page=0.6) as shop:
        with pytest.raises(errors.ReaderSilentError, match="at page 2"):
            list(shop.read(told("hang")))
        assert pages(shop.read(told("pages 1"))) == [1]


def test_writing_is_no_silence(told):
    with shop_with(seconds_per_page=1) as shop:
        assert pages(shop.read(told("write 25"))) == [1]


def test_time_of_a_file_is_limited(told):
    with shop_with(seconds_per_file=0.6) as shop, pytest.raises(errors.LimitReachedError, match="longer than"):
        list(shop.read(told("hang")))


def test_time_of_the_caller_does_not_count(told):
    with shop_with(seconds_per_page=1.5, seconds_per_file=1.5) as shop:
        found = []
        for event in shop.read(told("pages 4")):
            time.sleep(0.4)
            found.append(event)
        assert pages(found) == [1, 2, 3, 4]


@on_linux
def test_memory_is_limited(told):
    with shop_with(memory_bytes=200 << 20) as shop:
        with pytest.raises(errors.LimitReachedError, match="memory"):
            list(shop.read(told("gorge")))
        assert pages(shop.read(told("pages 1"))) == [1]


@on_linux
def test_processes_of_the_reader_end_with_it(told):
    with shop_with(seconds_per_page=0.6) as shop:
        reading = shop.read(told("spawn"))
        next(reading)
        helper = int(next(reading).text)
        with pytest.raises(errors.ReaderSilentError):
            next(reading)
    assert gone(helper)


def test_pages_beyond_the_limit_are_refused(told):
    limits = dataclasses.replace(LIMITS, pages=3)
    with (
        Workbench(made.fake_catalogue(), limits) as bench,
        pytest.raises(errors.LimitReachedError, match="more than 3 pages"),
    ):
        list(bench.read(told("pages 4")))


def test_failure_before_anything_was_read_is_a_broken_file(either, told):
    with pytest.raises(errors.BrokenFileError, match="KeyError"):
        list(either.read(told("fail 0")))


def test_panic_of_a_foreign_parser_is_a_broken_file(either, told):
    with pytest.raises(errors.BrokenFileError, match="Panic"):
        list(either.read(told("panic")))


def test_failure_later_leaves_what_was_read(either, told):
    events = list(either.read(told("fail 2")))
    assert pages(events) == [1, 2]
    assert events[-1].code == "rest-unreadable"


def test_unknown_type_is_named(either, tmp_path):
    path = tmp_path / "图纸.pdf"
    path.write_bytes(made.SAMPLES["drawing"][0])
    with pytest.raises(errors.UnknownTypeError, match="AutoCAD"):
        list(either.read(path))


@pytest.mark.parametrize("kind", ["empty", "zeros"])
def test_nothing_is_broken(either, tmp_path, kind):
    path = tmp_path / "x.docx"
    path.write_bytes(made.SAMPLES[kind][0])
    with pytest.raises(errors.BrokenFileError, match=kind.removesuffix("s")):
        list(either.read(path))


def test_members_stay_until_the_reading_is_closed(either, told):
    with either.read(told("spread 2")) as reading:
        paths = [Path(event.path) for event in reading if isinstance(event, Member)]
        assert [path.read_bytes() for path in paths] == [b"pages 1"] * 2
    assert not any(path.exists() for path in paths)


def test_members_can_be_read_after_the_iteration(either, told):
    reading = either.read(told("spread 2"))
    members = [event for event in reading if isinstance(event, Member)]
    found = [pages(either.read(Path(one.path), name=one.name, budget=reading.budget.inside())) for one in members]
    assert found == [[1], [1]]


def test_done_removes_the_files_of_ended_readings(either, told):
    members = [event for event in either.read(told("spread 1")) if isinstance(event, Member)]
    either.done()
    assert not Path(members[0].path).exists()


def test_closing_removes_everything(told):
    bench = Workbench(made.fake_catalogue())
    members = [event for event in bench.read(told("spread 1")) if isinstance(event, Member)]
    bench.close()
    assert not Path(members[0].path).parents[1].exists()


def test_second_file_waits_for_the_first(either, told):
    path = told("pages 3")
    reading = either.read(path)
    next(reading)
    with pytest.raises(UsageError):
        either.read(path)
    reading.close()


def test_leaving_early_keeps_the_process(shop, told):
    with shop.read(told("pages 2000")) as reading:
        next(reading)
        before = shop.process_id
    assert pages(shop.read(told("pages 1"))) == [1]
    assert shop.process_id == before


def test_path_outside_the_work_folder_is_refused(either, told, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="ascii")
    with pytest.raises(errors.ReaderCrashedError, match="work folder"):
        list(either.read(told(f"escape {secret}")))


@on_linux
def test_waiting_caller_keeps_memory_bounded(told):
    with shop_with() as shop:
        reading = shop.read(told("large 200"))
        next(reading)
        time.sleep(0.5)
        assert watching.memory_of(shop.process_id) < 150 << 20
        assert len(pages(reading)) == 200


def test_secrets_of_the_server_are_not_passed_on(told, monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "s3cret")
    with shop_with() as shop:
        (page,) = [event for event in shop.read(told("environment DJANGO_SECRET_KEY")) if isinstance(event, Page)]
    assert page.text == "None"


@on_linux
def test_reader_has_no_network_where_the_system_permits(shop, told):
    allowed = subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode == 0
    if not allowed:
        pytest.skip("this system does not permit network name spaces")
    (page,) = [event for event in shop.read(told("network")) if isinstance(event, Page)]
    assert [line.split(":")[0].strip() for line in page.text.splitlines()[2:]] == ["lo"]


def test_kill_between_two_files_is_not_noticed(shop, told):
    path = told("pages 1")
    list(shop.read(path))
    os.kill(shop.process_id, signal.SIGKILL)
    assert pages(shop.read(path)) == [1]


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.005, 0.02])
def test_kill_at_any_moment_is_survived(shop, told, delay):
    list(shop.read(told("pages 1")))
    timer = threading.Timer(delay, os.kill, (shop.process_id, signal.SIGKILL))
    timer.start()
    with contextlib.suppress(errors.ReaderCrashedError):
        list(shop.read(told("pages 300")))
    timer.join()
    assert pages(shop.read(told("pages 1"))) == [1]


@on_linux
def test_death_of_the_parent_ends_the_reader(told):
    script = (
        "import pathlib, sys, time\n"
        "from anjuan.reading.workshop.shop import Workshop\n"
        f"shop = Workshop(catalogue={CATALOGUE!r})\n"
        "reading = shop.read(pathlib.Path(sys.argv[1]))\n"
        "next(reading), next(reading)\n"
        "print(shop.process_id, flush=True)\n"
        "time.sleep(600)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(told("hang"))], stdout=subprocess.PIPE, text=True, env=environment
    )
    with parent:
        reader = int(parent.stdout.readline())
        parent.kill()
    assert gone(reader)


def test_frames_build_nothing_but_pages():
    with pytest.raises(errors.ReaderCrashedError):
        frames.unpack(pickle.dumps(("event", os.system)))


def test_frame_keeps_a_page_as_it_is():
    page = made.page(3)
    assert frames.unpack(frames.pack(frames.EVENT, page)) == (frames.EVENT, page)


def test_failure_keeps_its_kind_and_sentences():
    error = errors.PasswordNeededError("What.", why="Why.", remedy="Remedy.")
    _, content = frames.unpack(frames.pack_error(error))
    assert str(frames.rebuild_error(content)) == str(error)


def test_budget_shrinks_with_every_member(bench, told):
    reading = bench.read(told("spread 2"), budget=Budget(5, 100, 2))
    list(reading)
    assert reading.budget == Budget(3, 86, 2)


def test_document_beyond_the_budget_is_still_read(bench, told):
    events = list(bench.read(told("spread 3"), budget=Budget(1, 100, 2)))
    assert [type(event).__name__ for event in events[1:]] == ["Member", "Page", "Notice"]
    assert events[-1].partial


def test_depth_comes_back_from_inside():
    budget = Budget(5, 100, 2)
    assert budget.inside().spend(1, 10).outside() == Budget(4, 90, 2)


def read_all(bench, path, budget):
    """Read a file and all that lies in it; return the errors met."""
    reading = bench.read(path, budget=budget)
    members, met = [], []
    try:
        members = [event for event in reading if isinstance(event, Member)]
    except errors.ReadError as error:
        met.append(error)
    budget = reading.budget
    for member in members:
        inner, left = read_all(bench, Path(member.path), budget.inside())
        met += inner
        budget = left.outside()
    return met, budget


def test_archive_without_end_stops_at_the_depth(bench, tmp_path):
    content = b"pages 1"
    for number in range(8):
        content = made.zipped({f"{number}.zip": content})
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    met, _ = read_all(bench, path, Budget.of(LIMITS))
    assert [type(error).__name__ for error in met] == ["LimitReachedError"]
    assert "deeper than 5" in met[0].what


def test_bomb_over_several_depths_is_refused(bench, tmp_path):
    inner = made.zipped({f"{number}.txt": b"pages 1" for number in range(10)})
    middle = made.zipped({f"{number}.zip": inner for number in range(10)})
    path = tmp_path / "x.zip"
    path.write_bytes(made.zipped({f"{number}.zip": middle for number in range(10)}))
    met, budget = read_all(bench, path, dataclasses.replace(Budget.of(LIMITS), members=60))
    assert met
    assert budget.members >= -1


def test_half_characters_are_replaced_and_marked_once(either, told):
    events = list(either.read(told("halves 2")))
    assert [event.text for event in events if isinstance(event, Page)] == ["半\ufffd 1", "半\ufffd 2"]
    assert [(n.code, n.page, n.partial) for n in events if isinstance(n, Notice)] == [
        ("characters-unreadable", 1, True)
    ]
