#!/usr/bin/env bash
# Checks licences, banned crates and sources of all dependencies against deny.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo deny --version >/dev/null 2>&1; then
    # Four and a half minutes of one core, measured. A fixed version, so that a new one cannot fail an old commit.
    echo "Installing cargo-deny, once: it is compiled, which takes two to four minutes" >&2
    cargo install --locked --quiet cargo-deny@0.20.2
fi
# Not `advisories`: its database comes from the network at every run, and a test that passed must pass again.
cargo deny --log-level error check licenses bans sources
