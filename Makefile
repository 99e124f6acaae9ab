# What people run. Each target does its own set-up; see README.md.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test lint fmt bench

DEMO_ARGS ?=
BENCH_ARGS ?=

help:
	@echo "make demo    run everything on this machine: Postgres, simulators, the service, one import (DEMO_ARGS=...)"
	@echo "make test    format, lints, licences and all tests"
	@echo "make lint    the part of it that runs no test"
	@echo "make fmt     format the code"
	@echo "make bench   measure the engine (BENCH_ARGS=...)"

demo:
	scripts/install-postgres.sh
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

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	if [ -x scripts/check-engine-purity.sh ]; then scripts/check-engine-purity.sh; fi
	scripts/check-dependencies.sh

fmt:
	cargo fmt --all

bench:
	scripts/install-postgres.sh
	cargo bench --package throughline-engine --locked
	cargo build --release --locked
	./target/release/throughline bench steps $(BENCH_ARGS)
