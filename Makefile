# What people and machines type: `make run` shows the product, `make test` proves it; the rest is the inner loop.
.DEFAULT_GOAL := help
.PHONY: help run build web test check test-rust test-web services services-down lint fmt e2e bench

CARGO ?= cargo
# Tests of the web page and the SDKs run against one binary; CI and people build it the same way.
TOLLKEEPER := target/release/tollkeeper

help: ## what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: web ## fresh clone to a running product with live data; needs no API key
	$(CARGO) run --release --locked -p server --bin tollkeeper -- demo

build: web ## the release binary, with the page inside
	$(CARGO) build --release --locked -p server --bin tollkeeper

web: ## the page's files, which the binary embeds; skipped without Node.js
	@scripts/web build

test: ## fresh clone to all tests passed, installing what they need
	@scripts/test

check: ## does it compile
	$(CARGO) check --workspace --all-targets

test-rust: ## Rust's tests
	$(CARGO) test --workspace --locked

test-web: ## the page's lint, types, unit tests and build
	@scripts/web test

services: ## real PostgreSQL, Redis and Kafka for the inner loop; addresses in target/services.env
	@scripts/services up

services-down: ## stops them; their data stays
	@scripts/services down

lint: ## formatting, clippy and the house's rules
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) run --quiet --locked -p xtask -- tidy

fmt: ## formats Rust
	$(CARGO) fmt --all

e2e: build ## real SDKs and a real browser against the real binary
	@scripts/e2e $(TOLLKEEPER)

bench: ## added latency and CPU per request; see bench/README.md
	$(CARGO) build --release --locked -p server -p bench
	target/release/bench
