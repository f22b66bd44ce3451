from __future__ import annotations

import pickle

from anjuan.kit.clock import FrozenClock, today_in_china
from anjuan.kit.errors import UsageError
from anjuan.kit.progress import Step, Tally


def test_an_error_says_what_why_and_what_to_do():
    fault = UsageError("A happened.", why="B suffers.", remedy="Do C.")
    assert str(fault) == "KIT-001: A happened. B suffers. Do C."
    assert fault.as_dict() == {"code": "KIT-001", "what": "A happened.", "why": "B suffers.", "remedy": "Do C."}


def test_an_error_survives_the_way_between_processes():
    fault = pickle.loads(pickle.dumps(UsageError("A.", remedy="B.")))  # noqa: S301
    assert (type(fault), fault.remedy) == (UsageError, "B.")


def test_a_tally_adds_up_what_it_is_told():
    tally = Tally()
    tally.expect(pages=3)
    tally.step(Step(outcome="filed", counts={"pages": 2}))
    tally.step(Step(outcome="filed", counts={"pages": 1}))
    assert (tally.expected, tally.done, tally.outcomes) == ({"pages": 3}, {"pages": 3}, {"filed": 2})


def test_the_day_in_china_begins_eight_hours_early(clock: FrozenClock):
    clock.moment = clock.moment.replace(hour=16)
    assert today_in_china(clock).isoformat() == "2026-03-03"
