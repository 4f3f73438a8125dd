# Everything runs from .venv, which the targets that need it make first. `make` lists them.

VENV := .venv
BIN := $(VENV)/bin

# Where a machine turns bytecode off (images for containers do), each of the hundreds of crawls that
# the tests start would compile all modules anew: 2 s of processor each.
export PYTHONDONTWRITEBYTECODE :=

# Has the lowest versions that pyproject.toml allows: see `lowest`.
LOWEST := .venv-lowest

# When .venv was last brought in line with the lock and pyproject.toml.
STAMP := $(VENV)/.installed

# The first Python that is new enough; `make install PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

# Without a slash at its end: scrapyd-client would ask for `//listprojects.json`.
SCRAPYD_URL ?= http://127.0.0.1:6800

.PHONY: help install demo run test lowest trial cluster lint bench scrapyd deploy rollback lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' Makefile

install: $(STAMP) ## Make .venv, with the locked versions of all that is needed

# The lock holds every version and hash, so nothing is resolved: the pip that comes with Python
# 3.11 cannot. setuptools is in it too, so building the project needs no network. So is uv, which
# installs in seconds what takes pip more than a minute; where it cannot (it does not read pip's
# configuration, of a mirror say), pip does.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "kznews needs Python 3.11 or newer; python3 here is: $$(python3 --version 2>&1)." \
		"Debian 12: apt-get install python3 python3-venv. Ubuntu 22.04: apt-get install python3.11 python3.11-venv." \
		"Elsewhere: make install PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "kznews needs Python 3.11 or newer; $(PYTHON) is not" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a venv: apt-get install $$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; }
	@echo "Installing into $(VENV): half a minute"
	test -x $(BIN)/pip || "$(PYTHON)" -m venv --clear $(VENV)
	awk '/^[a-z]/ { found = /^uv==/ } found' requirements.lock >$(VENV)/uv.lock
	$(PIP) --require-hashes -r $(VENV)/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.lock \
		|| $(PIP) --require-hashes -r requirements.lock
	$(PIP) --quiet --no-build-isolation -e .
	@touch $@

# `make demo -- --outlets all`: what follows the target are options of `scrapy demo`.
ifneq (,$(filter --%,$(MAKECMDGOALS)))
DEMO := $(filter-out demo,$(MAKECMDGOALS))
.PHONY: $(DEMO)
$(DEMO): ; @:
endif
demo: install ## See a crawl happen; `make demo -- --outlets all` plays all outlets at once
	$(BIN)/scrapy demo $(DEMO)

run: install ## Crawl all outlets when they are due, and show the pages, until Ctrl-C
	$(BIN)/scrapy run --serve

test: install ## Run the tests, some more at once than there are cores
	$(BIN)/pytest --numprocesses=auto

# The quick tests of what uses libraries, as kznews/text does not, and a crawl into a database. Left
# out is what asks the same of them, of many pages more.
LOWEST_TESTS := tests/extraction tests/outlets tests/pipelines tests/spiders \
	$(patsubst %,--ignore=tests/%,extraction/induction extraction/test_hostile.py \
		extraction/test_hostile_shapes.py extraction/test_mutated_pages.py \
		extraction/test_captured_informburo.py extraction/test_article_or_not.py outlets/test_broken.py spiders/test_walk.py) \
	tests/transport/test_newsroom.py \
	tests/crawl/test_exclusive.py::test_all_that_the_newsroom_holds_is_stored_as_it_is

# How many of them run at once.
LOWEST_WORKERS ?= auto

lowest: install ## Test with the lowest versions that pyproject.toml allows
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct \
		--editable '.[embedded,deploy,dev]'
	$(LOWEST)/bin/pytest --numprocesses=$(LOWEST_WORKERS) $(LOWEST_TESTS)

trial: install ## Try a cluster offline: two nodes, a schedule and an invented newsroom, until Ctrl-C
	$(BIN)/python deploy/trial.py

cluster: install ## Ten minutes of a cluster in which everything is killed: what is lost, what is late
	KZNEWS_CLUSTER_SECONDS=600 $(BIN)/pytest -q tests/deploy/test_cluster.py

lint: install ## Check style, types and which way imports point
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

bench: install ## Measure how right and how quick it all is, in about 15 minutes (benchmarks/README.md)
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.ways
	$(BIN)/python -m benchmarks.outlets
	$(BIN)/python -m benchmarks.crawl
	$(BIN)/python -m benchmarks.archive
	$(BIN)/python -m benchmarks.rereading
	$(BIN)/python -m benchmarks.word_forms
	$(BIN)/python -m benchmarks.retrieval
	$(BIN)/python -m benchmarks.growth --many 300000
	$(BIN)/python -m benchmarks.leasing
	$(BIN)/python -m benchmarks.stories
	$(BIN)/python -m benchmarks.copying
	$(BIN)/python -m benchmarks.edits
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.tickers
	$(BIN)/python -m benchmarks.day
	$(BIN)/python -m benchmarks.run_week --days 1
	$(BIN)/python -m benchmarks.politeness

scrapyd: install ## Start a Scrapyd on loopback (export SCRAPYD_USERNAME and SCRAPYD_PASSWORD first)
	PATH="$(abspath $(BIN)):$$PATH" deploy/scrapyd.sh

# Readable, and in the order of deployment: the moment (UTC) and the commit.
VERSION ?= $(shell date -u +%Y-%m-%dT%H%M%SZ)$(shell git rev-parse --short HEAD 2>/dev/null | sed s/^/-/)

deploy: install ## Build the egg and deploy it to SCRAPYD_URL (same credentials exported)
	@: "$${SCRAPYD_USERNAME:?export the user name that Scrapyd was started with}" \
		"$${SCRAPYD_PASSWORD:?export the password that Scrapyd was started with}"
	@# scrapyd-deploy ends well even where Scrapyd answers that it cannot load the egg.
	@answer=$$(SCRAPYD_URL="$(patsubst %/,%,$(SCRAPYD_URL))" $(BIN)/scrapyd-deploy --version "$(VERSION)") || status=$$?; \
		printf '%s\n' "$$answer"; \
		case $$answer in *'"status": "ok"'*) exit $${status:-0} ;; *) exit 1 ;; esac

rollback: install ## Bring back the version deployed before the current one, on all nodes (MONGODB_URI exported)
	$(BIN)/scrapy eggs --rollback

COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	$(UV_FLAGS)

lock: install ## Write the lock files anew; UV_FLAGS=--upgrade takes the newest versions
	$(COMPILE) --all-extras -o requirements.lock
	@# What a node needs, and no more: the same versions.
	$(COMPILE) --extra deploy --constraint requirements.lock -o deploy/requirements.lock
