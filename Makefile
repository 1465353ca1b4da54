# Everything there is to run. `make` lists it; each target brings the tools it needs.
SHELL := /bin/bash
export PATH := $(CURDIR)/target/tools:$(CURDIR)/.tools/bin:$(PATH)

SOURCES := $(shell find src seeds public style .ci/build) Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml
WASM := --target wasm32-unknown-unknown --lib --bins
BROWSER := cargo test --locked --test browser --
# There is no unsafe code to look over, so no sanitizer: many times as many inputs, and any toolchain will do.
FUZZ := cargo fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz/build --sanitizer none
DENY := cargo deny --locked --config .ci/deny.toml
FUZZ_SECONDS := 60
FUZZ_OPTIONS = -max_total_time=$(FUZZ_SECONDS) -max_len=16384 -dict=tests/fuzz/words.dict \
    -artifact_prefix=target/fuzz/ -print_final_stats=1

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: tools builder ## the page on http://127.0.0.1:8080, rebuilt when a file changes
	trunk serve --dist target/serve

.PHONY: build
build: dist/index.html ## the page as it is shipped, into dist/

dist/index.html: $(SOURCES) | tools builder
	build-page dist

# What makes the page as it is shipped, and the wasm-bindgen that Trunk calls.
.PHONY: builder
builder:
	cargo build --quiet --locked --profile tools --package build-page

.PHONY: portable
portable: build ## the page as one file, to be opened without a host: dist/台账.html, and in dist/台账.zip
	@ls -l dist/台账.*

.PHONY: test
test: lint deny native browser ## everything that must pass before a change goes in

.PHONY: lint
lint: tools ## formatting, clippy and the links of the docs, for this machine and for the browser
	cargo fmt --check
	rustfmt --check --edition 2024 tests/fuzz/*.rs
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked --test browser -- -D warnings
	cargo clippy --locked $(WASM) -- -D warnings
	cargo clippy --locked $(WASM) --features split -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --document-private-items
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --lib --document-private-items --target wasm32-unknown-unknown

.PHONY: native
native: export PROPTEST_RNG_SEED := 1
native: ## the fast tests, and the laws of merging on the same 10,000 worlds each: no browser, no wasm
	cargo test --locked
	cargo test --locked --profile tools --package build-page
	PROPTEST_CASES=10000 cargo test --locked --test laws

.PHONY: laws
laws: ## the laws of merging on 300,000 worlds each that were never seen before: an hour
	PROPTEST_CASES=300000 cargo test --locked --test laws

.PHONY: deny
deny: deny-tools ## licences, sources and doublets of what we depend on; advisories where they can be had
	$(DENY) check --hide-inclusion-graph licenses bans sources
	@if timeout 120 $(DENY) fetch db 2>/dev/null; then \
	    $(DENY) check advisories; \
	else \
	    echo "deny: ADVISORIES WERE NOT CHECKED: their database cannot be fetched from here"; \
	fi

.PHONY: licences
licences: ## write anew the list of what the page is made of: public/licences.txt, public/sbom.cdx.json
	REWRITE=1 cargo test --locked --test house licences

.PHONY: browser
browser: chromium chromium109-tools firefox-tools webkit-tools ## journeys in Chromium; where engines or places differ in Chromium 109, Firefox, WebKitGTK, from disk
	.ci/journeys.sh chromium disk differ
	.ci/journeys.sh chromium109 differ
	.ci/journeys.sh firefox differ
	.ci/journeys.sh webkit differ

.PHONY: chromium
chromium: build browser-tools ## all journeys through the built page in Chromium
	.ci/journeys.sh chromium

.PHONY: chromium109
chromium109: build chromium109-tools ## all journeys in Chromium 109, the oldest that the page works in
	.ci/journeys.sh chromium109

.PHONY: firefox
firefox: build firefox-tools ## all journeys in Firefox
	.ci/journeys.sh firefox

.PHONY: webkit
webkit: build webkit-tools ## all journeys in WebKitGTK
	.ci/journeys.sh webkit

.PHONY: disk
disk: build browser-tools ## all journeys on the page as one file, opened from disk
	.ci/journeys.sh chromium disk

.PHONY: shots
shots: build browser-tools ## a picture of every screen, into target/shots/
	$(BROWSER) --ignored --exact shots::every_screen

.PHONY: audit
audit: build browser-tools audit-tools ## Lighthouse on the built page: 95 or better in every category
	$(BROWSER) --ignored --exact audit::lighthouse --nocapture

.PHONY: bench
bench: build browser-tools ## sizes and speed, next to a page that does nothing
	trunk build --example minimal --dist target/minimal tests/browser/minimal/index.html
	cargo bench --locked --profile dev --bench browser

.PHONY: fuzz
fuzz: fuzz-tools ## random bytes against reading files and merging them, a minute each: FUZZ_SECONDS=60
	@mkdir -p target/fuzz/decode target/fuzz/merge
	$(FUZZ) decode target/fuzz/decode tests/data -- $(FUZZ_OPTIONS)
	$(FUZZ) merge target/fuzz/merge tests/fuzz/seeds/merge -- $(FUZZ_OPTIONS)

.PHONY: clean
clean: ## remove what was built, keep the tools
	rm -rf target dist

.PHONY: tools browser-tools chromium109-tools firefox-tools webkit-tools audit-tools fuzz-tools deny-tools
tools: ; @.ci/tools.sh
browser-tools: ; @.ci/tools.sh browser
chromium109-tools: ; @.ci/tools.sh chromium109
firefox-tools: ; @.ci/tools.sh firefox
webkit-tools: ; @.ci/tools.sh webkit
audit-tools: ; @.ci/tools.sh audit
fuzz-tools: ; @.ci/tools.sh fuzz
deny-tools: ; @.ci/tools.sh deny
