"""Many people at once, each clicking through pages of their own with a little time to look at them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence

from web_client import Browser, spread
from web_roles import Asked

_FINE = 200


def many_at_once(
    port: int, people: Sequence[tuple[str, Sequence[Asked]]], *, seconds: float, pause: tuple[float, float]
) -> dict[str, object]:
    """Return the times and faults of people who browse at once.

    Args:
        port: Of the server.
        people: A session and the pages its person looks at, in a seeded order of their own.
        seconds: How long.
        pause: Shortest and longest time between an answer and the next click.

    """
    times: list[float] = []
    faults: list[str] = []
    end = time.monotonic() + seconds

    def browse(number: int, session: str, pages: Sequence[Asked]) -> None:
        dice, browser = random.Random(number), Browser(port, session)
        time.sleep(dice.uniform(0, pause[1]))
        while time.monotonic() < end:
            page = dice.choice(pages)
            try:
                status, spent, _, _ = browser.get(page.address)
            except OSError as fault:
                faults.append(f"{page.name}: {fault}")
                return
            times.append(spent)
            # Every page asks for the counts of the navigation when it is shown.
            counted, waited, _, _ = browser.get("/me/counts/")
            times.append(waited)
            faults.extend([f"counts: {counted}"] if counted != _FINE else [])
            if status != _FINE:
                faults.append(f"{page.name}: {status}")
            time.sleep(dice.uniform(*pause))

    threads = [
        threading.Thread(target=browse, args=(number, session, pages)) for number, (session, pages) in enumerate(people)
    ]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "people": len(people), "pause_s": list(pause), "answers": len(times), **spread(times),
        "answers_a_second": round(len(times) / (time.monotonic() - begin), 1), "errors": len(faults),
        "first_errors": faults[:5],
    }  # fmt: skip
