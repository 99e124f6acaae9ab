#!/usr/bin/env bash
# Ends the server that the integration tests share (tests/it/support/postgres.rs) and removes its folder.
set -euo pipefail
cd "$(dirname "$0")/.."

folder="${CARGO_TARGET_DIR:-target}/test-postgres"
[ -e "$folder/postgres" ] || exit 0
# Follows the link that stands there when the account of the server cannot reach the checkout.
home="$(realpath "$folder/postgres")"

pid="$(head -n 1 "$home/data/postmaster.pid" 2>/dev/null || true)"
# The number may belong to another program by now: its command line tells.
runs() { [ -n "$pid" ] && ps -ww -o args= -p "$pid" 2>/dev/null | grep -qF -- "$home/data"; }

if runs; then
    # Immediate shutdown: there is nothing to be kept.
    kill -QUIT "$pid"
    for _ in $(seq 100); do
        runs || break
        sleep 0.1
    done
    if runs; then
        echo "the test server (process $pid) does not end; its folder is $home" >&2
        exit 1
    fi
fi
rm -rf "$home" "$folder"
