# The commands of the guide. `make site` and `make test` set up all they need in .venv.
PYTHON ?= python3
CONFIG ?= $(firstword $(wildcard clinic.yml) mkdocs.yml)
# Modules are named to Python, because the scripts in .venv/bin do not survive a moved folder.
PY := PYTHONPATH=scripts:scripts/tools .venv/bin/python
# import-linter has no module to be run as `-m`.
LAYERS := $(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-logo --no-cache

.DEFAULT_GOAL := help
.PHONY: help site test check serve preview emergencies drawings drawing pictures lint lint-scripts lock clean

help: ## list these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

site: .venv/site.stamp ## build the guide into site/, with its PDF, and check it
	@$(PY) -m guide build -f $(CONFIG)

test: .venv/test.stamp lint ## run every test, with what they need installed first
	@CHROMIUM=$$($(PY) scripts/tools/browser.py) && export CHROMIUM && $(PY) -m pytest \
		-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 15

check: .venv/site.stamp ## find problems in the words and the site: seconds, no network
	@$(PY) -m guide check -f $(CONFIG)

serve: .venv/site.stamp ## for writers: the guide on http://127.0.0.1:8000, live
	@$(PY) -m guide serve -f $(CONFIG)

preview: .venv/site.stamp ## show what was built last on http://127.0.0.1:8000
	@$(PY) -m guide preview

emergencies: .venv/site.stamp ## learn anew which searches are emergencies, and which page others want, after a change of the examples
	@$(PY) scripts/tools/learn_emergencies.py
	@$(PY) scripts/tools/learn_questions.py

drawings: .venv/site.stamp ## draw the exercise pictures anew, after a change of docs/_data/poses.yml
	@$(PY) -m draw

drawing: .venv/site.stamp ## draw one of them and print where it is: make drawing NAME=cat-round
	@$(PY) -m draw $(or $(NAME),$(error say which: make drawing NAME=cat-round))

pictures: .venv/test.stamp ## take pictures of site/ and of its prints, for people to look at
	@CHROMIUM=$$($(PY) scripts/tools/browser.py) && export CHROMIUM && $(PY) scripts/tools/pictures.py

lint: .venv/test.stamp lint-scripts ## style, types and layers of the code
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && $(LAYERS)

# What eslint asks for; Debian 12 has 18.
NEW_ENOUGH := const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)

# Node is for who changes the scripts: nothing that is built or served needs it. GitHub always asks it.
lint-scripts:
	@if command -v npm >/dev/null && node -e '$(NEW_ENOUGH)' && $(MAKE) -s tests/node/node_modules/.package-lock.json; then \
		npm --prefix tests/node run --silent lint; \
	elif [ -n "$$GITHUB_ACTIONS" ]; then exit 1; \
	else echo "Node or its packages are not here: style and types of the scripts were not checked"; fi

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	@npm --prefix tests/node ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

lock: .venv/test.stamp ## resolve the dependencies anew into the lock files
	$(PY) -m uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 \
		--custom-compile-command 'make lock' pyproject.toml -o requirements.txt
	$(PY) -m uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 \
		--custom-compile-command 'make lock' --extra dev -c requirements.txt pyproject.toml \
		-o requirements-dev.txt
	$(PY) -m uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 \
		--custom-compile-command 'make lock' --group build -c requirements-dev.txt \
		-o scripts/tools/requirements-build.txt
	printf 'cyclonedx-bom>=7\npip-audit>=2.9\n' | $(PY) -m uv pip compile -q --upgrade --universal --generate-hashes \
		--python-version 3.11 --custom-compile-command 'make lock' - -o requirements-audit.txt

clean: ## delete what was made: site/, .venv, caches
	rm -rf site site.zip .venv .cache .site-building-* .site-previous .mypy_cache .pytest_cache .ruff_cache tests/node/node_modules

.venv/site.stamp: requirements.txt pyproject.toml scripts/tools/bootstrap.py scripts/tools/requirements-build.txt
	@$(PYTHON) scripts/tools/bootstrap.py .venv requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/site.stamp
	@$(PYTHON) scripts/tools/bootstrap.py .venv requirements-dev.txt
	@touch $@
