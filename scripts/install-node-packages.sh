#!/usr/bin/env bash
# Installs what the console is built with: Node.js where this machine has none that fits, and the packages of
# console/package-lock.json. Does nothing where both are there.
set -euo pipefail
cd "$(dirname "$0")/../console"

fits() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
                 process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'
}

if ! fits; then
    if command -v node >/dev/null; then
        echo "The console needs Node.js 20.19, 22.12 or newer; this machine has $(node --version)." >&2
        echo "Install a newer one (nodejs.org, or your system's package manager) and run this again." >&2
        exit 1
    fi
    if ! command -v apt-get >/dev/null; then
        echo "No Node.js was found, and this machine has no apt-get to install it with." >&2
        echo "Install Node.js 20.19 or newer with npm and run this again." >&2
        exit 1
    fi
    sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "No Node.js was found. As root run: apt-get install nodejs npm" >&2
            exit 1
        fi
        sudo="sudo"
    fi
    echo "Installing Node.js (apt-get install nodejs npm)" >&2
    # The package lists of a fresh machine are missing or old.
    $sudo apt-get update -q
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm
    if ! fits; then
        echo "apt-get installed Node.js $(node --version), which is too old: the console needs 20.19 or newer." >&2
        exit 1
    fi
fi

# npm keeps what it installed in node_modules/.package-lock.json; `npm ci` throws all of it away first.
if [ node_modules/.package-lock.json -nt package-lock.json ] && [ node_modules/.package-lock.json -nt package.json ]; then
    exit 0
fi
npm ci --no-progress --loglevel=error >&2
touch node_modules/.package-lock.json
