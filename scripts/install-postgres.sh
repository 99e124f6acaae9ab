#!/usr/bin/env bash
# Installs a PostgreSQL server when this machine has none. The service runs its own private server from these programs,
# so no system-wide one is set up or started.
set -euo pipefail

# Looks where the service looks (src/embedded_postgres/binaries.rs), in short.
found() {
    local folder version
    for folder in "$(pg_config --bindir 2>/dev/null || true)" \
        /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/lib/postgresql*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /opt/local/lib/postgresql*/bin /usr/libexec/postgresql* \
        /usr/local/pgsql/bin ${PATH//:/ }; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] || continue
        version="$("$folder/postgres" --version | sed -E 's/.*\(PostgreSQL\) ([0-9]+).*/\1/')"
        if [ "$version" -ge 14 ] && [ "$version" -le 18 ]; then return 0; fi
    done
    return 1
}

if found; then exit 0; fi

if ! command -v apt-get >/dev/null; then
    echo "No PostgreSQL 14 to 18 server was found, and this machine has no apt-get to install one with." >&2
    echo "Install it with your system's package manager (for example 'dnf install postgresql-server'," >&2
    echo "'apk add postgresql', 'brew install postgresql@17') and run this again." >&2
    exit 1
fi

sudo=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "No PostgreSQL 14 to 18 server was found. As root run: apt-get install postgresql" >&2
        exit 1
    fi
    sudo="sudo"
fi

echo "Installing a PostgreSQL server (apt-get install postgresql)" >&2
# Debian's package would make and start a cluster of its own at every boot: tell it not to, for this installation only.
no_cluster=/etc/postgresql-common/createcluster.d/throughline.conf
trap '$sudo rm -f "$no_cluster"' EXIT
$sudo mkdir -p "$(dirname "$no_cluster")"
echo "create_main_cluster = false" | $sudo tee "$no_cluster" >/dev/null
# The package lists of a fresh machine are missing or old.
$sudo apt-get update -q
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql

if ! found; then
    echo "apt-get installed PostgreSQL, but not a version from 14 to 18. Install one from https://apt.postgresql.org" >&2
    exit 1
fi
