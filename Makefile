# Everything starts here; `make help` lists it. Written for GNU make 3.81 and newer.
# Paths may hold spaces: they reach the shell through the environment, never as targets.

PYTHON  = python3
SOURCES = $(or $(STUDY_SOURCES),docs/sources)
SITE    = site
ARGS    =

export SOURCES SITE
export NO_MKDOCS_2_WARNING = 1
export PYTHONPATH = hooks

BIN    = .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY  = .venv/ready
PY     = $(BIN)/python

# Whoever keeps Python from writing what it has compiled pays for it with every run of the tests, in every process.
TESTS  = chromium="$$($(PY) tools/chromium.py)" && PYTHONDONTWRITEBYTECODE= CHROMIUM="$$chromium"
PYTEST = $(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

.DEFAULT_GOAL = help
.PHONY: help site serve desk test test-all mutants check format lock map picture clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

site: $(READY) ## build the site; SOURCES=folder of notes, SITE=where to put it
	@$(PY) tools/build_site.py --sources "$$SOURCES" --site "$$SITE"

serve: $(READY) ## show the site on this machine, rebuilt whenever a note changes; SOURCES as above
	@sources="$$(cd "$$SOURCES" && pwd)" && \
	STUDY_SOURCES="$$sources" $(PY) -m mkdocs serve --watch "$$sources"

desk: $(READY) ## open a page of this machine on which to settle how notes are read; SOURCES as above
	@$(PY) -m studyguide desk --sources "$$SOURCES"

test: $(READY) ## run the tests that a change needs; ARGS="-k repair" runs some of them
	@$(TESTS) LAWS="$${LAWS:-quick}" $(PYTEST) -m "not thorough and not growth" $(ARGS)

test-all: $(READY) ## run every test; ARGS as above
	@$(TESTS) $(PYTEST) $(ARGS)

mutants: $(READY) ## change the code a little, a hundred times, and see whether a test fails; ARGS="--changed main"
	@$(PY) tools/mutants.py $(ARGS)

check: $(READY) ## lint, check complexity, types and workflows, build strictly, read the notes critically
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PY) tools/complexity.py
	$(PY) -m mypy
	$(BIN)/zizmor --offline --quiet .github
	$(PY) -m check_jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(PY) -m check_jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(PY) -m check_jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[a-z]*-*.yml
	$(PY) -m check_jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(PY) tools/build_site.py --strict --sources "$$SOURCES" --site .cache/strict
	$(PY) -m studyguide check --sources "$$SOURCES"

format: $(READY) ## lay out the Python code as `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY) ## write requirements.lock anew from pyproject.toml; ARGS=--upgrade takes the newest versions
	@$(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command "make lock" --group dev --output-file requirements.lock $(ARGS) pyproject.toml

map: $(READY) ## draw the rooms of the generator from its imports, for docs/architecture.md
	@$(PY) tools/draw_rooms.py

picture: $(READY) ## take the picture of the site that the README shows
	@$(PY) tools/picture.py

clean: ## remove what the other commands made, the installed packages excepted
	rm -rf site .cache .hypothesis .pytest_cache .mypy_cache .ruff_cache

# A Python that was upgraded or removed leaves a .venv that cannot start: make it anew.
ifneq ($(shell { $(PY) -c 'print("works")'; } 2>/dev/null),works)
.PHONY: $(READY)
endif

$(READY): requirements.lock
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'This needs Python 3.11 or newer, and "$(PYTHON)" is not. Name one: make PYTHON=python3.12' >&2; exit 1; }
	@if test -L .venv; then echo 'Makefile: .venv is a link, and what it leads to would be emptied. Remove the link' \
	    'and run this again, or install requirements.lock there and `touch .venv/ready`.' >&2; exit 1; fi
	@"$(PYTHON)" -m venv --clear .venv || { \
	    echo 'Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo "Installing the packages of requirements.lock into .venv" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
