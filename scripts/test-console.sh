#!/usr/bin/env bash
# Everything about the console that can fail: types against the API of the binary, lints, unit tests, and the pages in a
# real browser against the real binary. Quiet where all is well.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-postgres.sh
scripts/build-console.sh
CHROMIUM="$(scripts/install-chromium.sh)"
export CHROMIUM
cargo build --locked --quiet

cd console
../target/debug/throughline schema api | npm run --silent api -- --check
npm run --silent types
npm run --silent lint
npm run --silent test -- --reporter=dot
npm run --silent e2e
