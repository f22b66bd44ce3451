#!/bin/sh
# Makes .venv with everything that is needed to run ("run") or to work on ("dev") Anjuan.
set -eu
what=${1:-run}
venv=.venv

python=""
for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Anjuan needs Python 3.11 or later, and none was found on the PATH. Install it (Debian: apt-get install python3 python3-venv) and run the same command again." >&2
    exit 7
fi

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" 2>/dev/null; then
        rm -rf "$venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "Installing python3-venv, which Debian keeps apart from Python ..." >&2
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv "$venv"
        else
            echo "This Python cannot make a virtual environment. Install its venv package (Debian: sudo apt-get install python3-venv) and run the same command again." >&2
            exit 7
        fi
    fi
fi

echo "Installing packages ($what) ..." >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "requirements/$what.lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
touch "$venv/.ready-run"
[ "$what" = dev ] && touch "$venv/.ready-dev"
exit 0
