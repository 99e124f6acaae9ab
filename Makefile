# What people run. Each target does its own set-up; see README.md.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint fmt bench console console-types test-console screenshots

DEMO_ARGS ?=
BENCH_ARGS ?=

help:
	@echo "make demo    run everything on this machine: Postgres, simulators, the service, one import (DEMO_ARGS=...)"
	@echo "make test    format, lints, licences and all tests"
	@echo "make lint    the part of it that runs no test"
	@echo "make fmt     format the code"
	@echo "make console build the web console (and what else is there: console-types, test-console, screenshots)"
	@echo "make bench   measure the engine (BENCH_ARGS=...)"

demo:
	scripts/install-postgres.sh
	scripts/build-console.sh
	cargo build --release --locked
	./target/release/throughline demo $(DEMO_ARGS)

# The tests share one private Postgres (tests/it/support/postgres.rs): whatever happens, it is ended.
test: lint
	scripts/install-postgres.sh
	scripts/check-api.sh
	set -e; trap scripts/stop-test-postgres.sh EXIT; \
	if cargo nextest --version >/dev/null 2>&1; then \
		cargo test --workspace --locked --doc --quiet; \
		cargo nextest run --workspace --locked --no-fail-fast; \
	else \
		cargo test --workspace --locked --no-fail-fast; \
	fi
	scripts/test-console.sh

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	if [ -x scripts/check-engine-purity.sh ]; then scripts/check-engine-purity.sh; fi
	scripts/check-dependencies.sh

fmt:
	cargo fmt --all
	scripts/install-node-packages.sh
	cd console && npm run --silent fix

# The console is in the binary: a release build takes it in, a debug build reads it from its folder.
console:
	scripts/build-console.sh

# After a change of the API: its types in the console.
console-types:
	scripts/install-node-packages.sh
	cargo build --locked --quiet
	./target/debug/throughline schema api | (cd console && npm run --silent api)

test-console:
	scripts/test-console.sh

# Pictures of every page for the docs.
screenshots:
	scripts/build-console.sh
	cargo build --locked --quiet
	CHROMIUM="$$(scripts/install-chromium.sh)"; export CHROMIUM; cd console && npm run --silent screenshots

bench:
	scripts/install-postgres.sh
	cargo bench --package throughline-engine --locked
	cargo build --release --locked
	./target/release/throughline bench steps $(BENCH_ARGS)
