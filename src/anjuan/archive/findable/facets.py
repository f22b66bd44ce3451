"""Counts of the values a search can be narrowed to, as they would be if that one filter were not set."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.findable.records import readers_of
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import FacetCount
from anjuan.search.results import Options

FacetCounts = Mapping[str, tuple[FacetCount, ...]]


def facets_beside(
    viewer: Viewer, engine: SearchEngine, query: str, options: Options, counted: FacetCounts
) -> FacetCounts:
    """Return facets in which the values beside the chosen ones keep their counts, so that more can be chosen.

    Args:
        viewer: For whom.
        engine: The engine that was asked.
        query: What was asked.
        options: With the filters that are set.
        counted: What the search itself counted, under all its filters.

    Returns:
        The same facets; those with a filter are counted once more without it, one search each.

    """
    beside = dict(counted)
    for name, chosen in options.filters.items():
        if not chosen:
            continue
        others = {key: values for key, values in options.filters.items() if key != name}
        asked = dataclasses.replace(options, filters=others, facets=(name,), offset=0, limit=0, offer_fuzzy=False)
        found = engine.search(query, readers_of(viewer), asked).facets.get(name, ())
        listed = {count.value for count in found}
        beside[name] = (*found, *(FacetCount(value, 0) for value in chosen if value not in listed))
    return beside
