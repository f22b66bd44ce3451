from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from tests.web.made import Shelf, made_shelf, person

from anjuan.archive.services.indexing import engine_at, search_engine
from anjuan.web.catalogue import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    compile_catalogues()


@pytest.fixture(scope="session", autouse=True)
def hasty():
    """Nothing here outlives a power cut: what is written need not reach the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings):
    """A data home of the test's own; the search engine of the one before is let go."""
    settings.ANJUAN_HOME = tmp_path / "home"
    for folder in ("blobs", "index", "work"):
        (settings.ANJUAN_HOME / folder).mkdir(parents=True)
    settings.FILE_UPLOAD_TEMP_DIR = settings.ANJUAN_HOME / "work"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    yield settings.ANJUAN_HOME
    if engine_at.cache_info().currsize:
        search_engine().backend.close()
    engine_at.cache_clear()


@pytest.fixture
def archivist(db) -> Client:
    client = Client()
    client.force_login(person("archivist"))
    return client


@pytest.fixture
def auditor(db) -> Client:
    client = Client()
    client.force_login(person("auditor", "auditor"))
    return client


@pytest.fixture
def officer(db) -> Client:
    client = Client()
    client.force_login(person("security_auditor", "officer"))
    return client


@pytest.fixture
def shelf(db) -> Shelf:
    return made_shelf()
