#!/bin/sh
# Makes the lock files anew from pyproject.toml: every version with its hashes, no address in them.
set -eu
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
        --python-version 3.11 pyproject.toml "$@"
}
.venv/bin/python -m pip install --quiet uv
compile --extra samples --group build -o requirements/run.lock
compile --all-extras --group build --group dev -c requirements/run.lock -o requirements/dev.lock
if grep -n '://' requirements/*.lock; then
    echo "A lock file holds an address." >&2
    exit 1
fi
