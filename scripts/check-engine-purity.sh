#!/bin/sh
# Fails when a crate or feature that could ask the world (sockets, clock, randomness) is linked into the kernel.
#
# `-e normal,no-proc-macro` is what ends up in the program: build scripts and macros run on the builder's machine and may
# do what they like. The tree of the engine alone is asked, because in a build of the whole workspace the shell turns
# features on (chrono's `clock`) that the kernel itself must not need.
set -eu
cd "$(dirname "$0")/.."

tree=$(cargo tree --locked -p throughline-engine -e normal,no-proc-macro --prefix none --no-dedupe --format '{p}|{f}' "$@" | sort -u)
[ -n "$tree" ] || { echo "check-engine-purity: cargo tree printed nothing" >&2; exit 2; }

crates='async-std|axum|fastrand|getrandom|hyper|hyper-util|iana-time-zone|mio|polling|postgres|rand|rand_core|reqwest|rustix|smol|socket2|sqlx|sqlx-core|sqlx-postgres|tokio|ureq'
bad=$(printf '%s\n' "$tree" | grep -E "^($crates) v" || true)

# name and feature: chrono with a clock, ids and hash seeds drawn by chance.
with_feature() {
    printf '%s\n' "$tree" | grep -E "^$1 v[^|]*\|(.*,)?($2)(,.*)?$" || true
}
bad="$bad
$(with_feature chrono 'clock|now|wasmbind|winapi|iana-time-zone')
$(with_feature uuid 'v1|v4|v6|v7|rng|rng-getrandom|rng-rand|fast-rng')
$(with_feature ahash 'runtime-rng|getrandom')"

bad=$(printf '%s\n' "$bad" | sed '/^ *$/d' | sort -u)
if [ -n "$bad" ]; then
    echo "check-engine-purity: the kernel must not reach these (crate|features):" >&2
    printf '%s\n' "$bad" | sed 's/^/  /' >&2
    echo "Find the way in with: cargo tree -p throughline-engine -e normal,no-proc-macro -i CRATE" >&2
    exit 1
fi
echo "check-engine-purity: $(printf '%s\n' "$tree" | wc -l) crates, none that could ask the world"
