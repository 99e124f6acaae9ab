#!/usr/bin/env bash
# Builds the console into console/dist/site, where the Rust build and debug binaries find it. Does nothing where that is
# newer than everything it is made from.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-node-packages.sh
cd console
if [ -f dist/manifest.json ] &&
    [ -z "$(find src public index.html package-lock.json vite.config.ts postcss.config.mjs -newer dist/manifest.json -print -quit)" ]; then
    exit 0
fi
npm run --silent build -- --logLevel warn
