# Martlet: `make run` shows it flying, `make test` proves it. A bare `make` prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

DATA ?= data
PACKAGES := libzmq3-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev zlib1g-dev libmicrohttpd-dev \
  openssl python3 python3-pip python3-venv
TEST_PACKAGES := chromium-headless-shell
SOURCES := Package.swift Services Shared Tests
BIN := .build/release
export MARTLET_TEST_DATA ?= $(abspath ../shared)
# A crash says what it is without it, and the backtracer can wait forever for a process that left.
export SWIFT_BACKTRACE ?= enable=no

.PHONY: help
help: ## Print this help.
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

define install
	@missing=(); for p in $(1); do \
	  dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing+=($$p); \
	done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get -o DPkg::Lock::Timeout=500 install -y \
	    --no-install-recommends "$${missing[@]}"; \
	fi
endef

.PHONY: deps
deps: ## Install the Debian packages that are missing.
	$(call install,$(PACKAGES))
	@command -v swift >/dev/null || { echo "Swift 6.3 is not on the PATH; see https://swift.org/install" >&2; exit 1; }

# The tests open a chart in a real browser, and talk to a WebSocket server that is not ours.
.PHONY: test-deps
test-deps: deps chart-library
	$(call install,$(TEST_PACKAGES))
	@Tools/install-test-packages
	@Tools/install-foreign-clients || echo "without them, nobody tries the venue simulator" >&2

.PHONY: chart-library
chart-library: deps ## Install the library that `martlet chart` puts into its pages.
	@Tools/install-chart-library

# Nothing but charts needs the library, so a package index out of reach stops nothing.
.PHONY: build
build: deps ## Build everything in release.
	swift build -c release
	@Tools/install-chart-library || echo "without it, martlet chart draws nothing: make chart-library" >&2

.PHONY: run
run: build ## Start all services on the generated market (DATA=data, ARGS=…); Ctrl-C stops them.
	$(BIN)/martlet up --data $(DATA) $(ARGS)

# The exit tests of Quantities wait for any child process, so they run in a process of their own;
# the acceptance tests have the machine to themselves.
TEST := Tools/test
define tests
	swift build --build-tests
	$(1) $(TEST) --filter QuantitiesTests
	$(1) $(TEST) --skip QuantitiesTests --skip AcceptanceTests
	$(1) MARTLET_TEST_BIN=$(abspath $(BIN)) $(TEST) --filter AcceptanceTests
endef

.PHONY: test
test: build test-deps ## Run all tests: units, laws, and real processes.
	$(call tests)

.PHONY: test-long
test-long: build test-deps ## The same with a hundred kills, every crash point, and more seeds.
	$(call tests,MARTLET_TEST_LONG=1 MARTLET_TEST_CRASH_POINTS=all)

.PHONY: chaos
chaos: build test-deps ## Kill, stop, delay, cut and starve real processes (MINUTES=5, SEED=1).
	swift build --build-tests
	MARTLET_TEST_CHAOS_MINUTES=$(or $(MINUTES),5) MARTLET_TEST_CHAOS_SEED=$(or $(SEED),1) \
	  MARTLET_TEST_BIN=$(abspath $(BIN)) $(TEST) --filter AcceptanceTests.*Chaos

.PHONY: mutants
mutants: deps ## Put known bugs into a copy of the sources and see the tests notice them (ONLY=text).
	Tools/mutants $(if $(ONLY),--only "$(ONLY)")

# Seeds of the simulator; SEED=n runs one of them and says more.
SEEDS ?= 300
SIMULATOR := $(BIN)/simulator --revision "$$(git rev-parse --short HEAD 2>/dev/null || echo unknown)"

.PHONY: sim
sim: deps ## Run simulated worlds full of faults (SEEDS=300), or one again (SEED=n ABOUT=id).
	swift build -c release --product simulator
	$(if $(SEED),$(SIMULATOR) --seed $(SEED) $(if $(ABOUT),--about $(ABOUT)),$(SIMULATOR) --seeds 0:$(SEEDS) --twice 10 -j "$$(nproc)")

.PHONY: check
check: deps format-check ## Format, lint, architecture, and a build with warnings as errors.
	Tools/mutants --check
	swift build --build-tests
	$(TEST) --filter ArchitectureTests

.PHONY: format
format: ## Format all sources in place.
	swift format -i --recursive --parallel $(SOURCES)

.PHONY: format-check
format-check:
	swift format lint --strict --recursive --parallel $(SOURCES)

.PHONY: fuzz
fuzz: deps ## Fuzz the readers of events, of the network and of venues for a minute each (SECONDS=60).
	for program in EventFuzz TransportFuzz VenueFuzz; do \
	  MARTLET_FUZZ=1 swift build --sanitize=fuzzer --product $$program --scratch-path .build/fuzz; \
	  SWIFT_BACKTRACE=enable=no .build/fuzz/debug/$$program -max_total_time=$(or $(SECONDS),60); \
	done

.PHONY: bench
bench: build rivals ## Print figures and ratios; SECTION=replay for one section.
	$(BIN)/benchmarks $(SECTION)

# What we are compared with: plain C programs, and TA-Lib from PyPI.
RIVALS := $(BIN)/rivals
.PHONY: rivals
rivals:
	mkdir -p $(RIVALS)
	cc -O3 -o $(RIVALS)/core Tests/Benchmarks/Rivals/core.c -lm
	cc -O3 -o $(RIVALS)/network Tests/Benchmarks/Rivals/network.c -lcurl -lssl -lcrypto -lz
	test -s $(RIVALS)/certificate.pem || openssl req -x509 -newkey ec -pkeyopt \
	  ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=bench -addext subjectAltName=IP:127.0.0.1 \
	  -keyout $(RIVALS)/certificate.key -out $(RIVALS)/certificate.pem 2>/dev/null
	cp Tests/Benchmarks/Rivals/core_talib.py $(RIVALS)/
	test -x $(RIVALS)/python/bin/python || python3 -m venv $(RIVALS)/python
	$(RIVALS)/python/bin/python -c 'import talib' 2>/dev/null \
	  || $(RIVALS)/python/bin/pip install -q TA-Lib || echo "no TA-Lib: its figures are left out" >&2

.PHONY: clean
clean: ## Remove what was built.
	rm -rf .build
