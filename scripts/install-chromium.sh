#!/usr/bin/env bash
# Installs the browser the console is tested in, where this machine has none. Prints where it is.
set -euo pipefail

found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if found; then exit 0; fi

if ! command -v apt-get >/dev/null; then
    echo "No Chromium was found, and this machine has no apt-get to install it with. Install it and run this again." >&2
    exit 1
fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "No Chromium was found. As root run: apt-get install chromium" >&2
        exit 1
    fi
    sudo="sudo"
fi
echo "Installing Chromium (apt-get install chromium)" >&2
# The package lists of a fresh machine are missing or old.
$sudo apt-get update -q >&2
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >&2
found
