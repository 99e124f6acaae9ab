#!/usr/bin/env bash
# Holds the API against its own description: a linter reads the OpenAPI document, and a schema-driven fuzzer
# (schemathesis) sends what the document allows and what it forbids to a real service. No answer may be a 5xx, and every
# answer must be one the document promises.
#
#   THROUGHLINE_FUZZ_SECONDS  how long to fuzz (45)
#   THROUGHLINE_FUZZ_SEED     which cases (1)
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${THROUGHLINE_FUZZ_SECONDS:-45}
seed=${THROUGHLINE_FUZZ_SEED:-1}
work=target/check-api
mkdir -p "$work"

need() { # program, packages
    command -v "$1" >/dev/null 2>&1 && return
    echo "check-api: installing $2"
    # shellcheck disable=SC2086 -- several packages
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $2; } >/dev/null
}
need node "nodejs npm"
need npm npm
need python3 "python3 python3-venv"

if ! cmp -s tests/openapi/requirements.txt "$work/requirements.txt"; then
    rm -rf "$work/venv"
    python3 -m venv "$work/venv" 2>/dev/null || {
        need no-such-program python3-venv
        python3 -m venv "$work/venv"
    }
    "$work/venv/bin/pip" --quiet --disable-pip-version-check install -r tests/openapi/requirements.txt
    cp tests/openapi/requirements.txt "$work/requirements.txt"
fi
if ! cmp -s tests/openapi/package-lock.json "$work/package-lock.json"; then
    npm ci --silent --prefix tests/openapi
    cp tests/openapi/package-lock.json "$work/package-lock.json"
fi

cargo build --quiet --locked --bin throughline
throughline=target/debug/throughline
"$throughline" schema api >"$work/openapi.json"
echo "check-api: linting the description"
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true tests/openapi/node_modules/.bin/redocly lint \
    --config tests/openapi/redocly.yaml "$work/openapi.json" 2>"$work/lint.log" || {
    cat "$work/lint.log" >&2
    exit 1
}

# A service of its own, with something in it to find.
data=$(mktemp -d "${TMPDIR:-/tmp}/throughline-check-api.XXXXXX")
service=
stop() {
    if [ -n "$service" ]; then
        kill "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
    fi
    rm -rf "$data"
}
trap stop EXIT
chmod 711 "$data"
# Started from an empty folder: a throughline.toml that happens to stand here is none of ours.
mkdir "$data/empty"
(cd "$data/empty" && exec "$OLDPWD/$throughline" serve --output json --listen 127.0.0.1:0 --data-dir "$data/data") \
    >"$data/out" 2>"$work/service.log" &
service=$!
for _ in $(seq 300); do
    url=$(sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$data/out")
    [ -n "$url" ] && break
    kill -0 "$service" 2>/dev/null || { cat "$work/service.log" >&2; exit 1; }
    sleep 0.2
done
[ -n "$url" ] || { echo "check-api: the service did not start" >&2; cat "$work/service.log" >&2; exit 1; }
export THROUGHLINE_URL=$url THROUGHLINE_TOKEN
THROUGHLINE_TOKEN=$(cat "$data/data/token")
for file in examples/*.yaml processes/*.yaml; do
    case $file in *.test.yaml) ;; *) "$throughline" deploy "$file" >/dev/null ;; esac
done

echo "check-api: fuzzing for $seconds s (seed $seed)"
cp "$work/openapi.json" "$data/openapi.json"
# One worker: two of them trip over a bug of CPython 3.11 in `ast.parse` from several threads.
if ! "$work/venv/bin/schemathesis" --config-file tests/openapi/schemathesis.toml run "$data/openapi.json" --url "$url" \
    -H "Authorization: Bearer $THROUGHLINE_TOKEN" \
    --seed "$seed" --max-time "$seconds" --workers 1 \
    --exclude-path-regex '/events$' \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth \
    >"$work/fuzz.log" 2>&1 || grep -Eq '^=+ .*[0-9]+ (error|failure)s?' "$work/fuzz.log"; then
    grep -nA400 -m1 -E '^=+ (FAILURES|ERRORS)' "$work/fuzz.log" | cut -c1-400 >&2
    exit 1
fi
kill -0 "$service" 2>/dev/null || { echo "check-api: the service died" >&2; cat "$work/service.log" >&2; exit 1; }
if grep -q "panicked" "$work/service.log"; then
    echo "check-api: a handler panicked" >&2
    grep -n "panicked" "$work/service.log" >&2
    exit 1
fi
grep -E '^ *[0-9]+ generated' "$work/fuzz.log" || true
echo "check-api: the description is clean, and no answer was a 5xx or one it does not promise"
