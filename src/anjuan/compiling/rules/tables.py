"""Loads the rule files of the compiling room, once."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.compiling.rules.identities import IdentityTable
from anjuan.compiling.rules.sections import SectionTable
from anjuan.compiling.rules.stories import StoryTable
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions

_FOLDER = Path(__file__).parent / "tables"


@functools.cache
def identities() -> Editions[IdentityTable]:
    """Return the editions of the patterns and stand-ins of identities."""
    return load_editions(_FOLDER, IdentityTable, "identities-*.yaml")


@functools.cache
def guide_sections() -> Editions[SectionTable]:
    """Return the editions of the sections of guides."""
    return load_editions(_FOLDER, SectionTable, "guide-sections-*.yaml")


@functools.cache
def instruction_sections() -> Editions[SectionTable]:
    """Return the editions of the sections of work instructions."""
    return load_editions(_FOLDER, SectionTable, "instruction-sections-*.yaml")


@functools.cache
def story_templates() -> Editions[StoryTable]:
    """Return the editions of the templates of stories."""
    return load_editions(_FOLDER, StoryTable, "story-templates-*.yaml")


def sections_of(form: str) -> SectionTable:
    """Return the sections of a form: ``guide``, or ``instruction`` for the work instruction of a field."""
    return (instruction_sections() if form == "instruction" else guide_sections()).latest


RULE_SETS = (
    RuleSet("identities", _FOLDER, "identities-*.yaml", IdentityTable, identities),
    RuleSet("guide_sections", _FOLDER, "guide-sections-*.yaml", SectionTable, guide_sections),
    RuleSet("instruction_sections", _FOLDER, "instruction-sections-*.yaml", SectionTable, instruction_sections),
    RuleSet("story_templates", _FOLDER, "story-templates-*.yaml", StoryTable, story_templates),
)
