# make demo   sets everything up and serves a sample archive on localhost
# make test   sets everything up and runs the tests
# make check  all linters, as CI runs them
# The rest: setup, dev, e2e, shots, bench, docs, lock, clean

VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8321
PYTEST := $(BIN)/python -X dev -m pytest

.PHONY: setup dev demo test e2e e2e-again shots check format bench docs lock clean

setup: $(VENV)/.ready-run
dev: $(VENV)/.ready-dev

$(VENV)/.ready-run: requirements/run.lock pyproject.toml scripts/setup.sh
	sh scripts/setup.sh run

$(VENV)/.ready-dev: requirements/dev.lock pyproject.toml scripts/setup.sh
	sh scripts/setup.sh dev

demo: setup
	$(BIN)/anjuan demo --port $(PORT)

test: dev
	$(PYTEST) -n 2 -m "not e2e"

e2e: dev
	$(PYTEST) -m e2e -n 2 --dist loadfile -p no:randomly

# The flows that failed last, one after the other: a browser on a busy machine may have been too slow.
e2e-again: dev
	$(PYTEST) -m e2e --lf -p no:randomly

shots: dev
	ANJUAN_HOME=anjuan-shots $(BIN)/anjuan demo --no-serve
	ANJUAN_SHOTS=docs/images ANJUAN_SHOTS_HOME=anjuan-shots $(PYTEST) -m e2e tests/e2e/test_shots.py -p no:randomly

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/reference.py --check

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: dev
	$(BIN)/python benchmarks/run.py

docs: dev
	$(BIN)/python scripts/reference.py

lock: dev
	sh scripts/lock.sh

clean:
	rm -rf $(VENV) anjuan-home anjuan-shots*
