#!/usr/bin/env bash
# Checks licences, banned crates and sources of all dependencies against deny.toml.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo deny --version >/dev/null 2>&1; then
    echo "Installing cargo-deny, once: it is compiled, which takes some minutes" >&2
    cargo install --locked --quiet cargo-deny
fi
# Not `advisories`: its database comes from the network at every run, and a test that passed must pass again.
cargo deny --log-level error check licenses bans sources
