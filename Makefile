# `make` alone says what can be made. The first run installs what requirements.lock pins; later runs install nothing.

PYTHON ?= python3 python3.13 python3.12 python3.11
VENV   ?= .venv

PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.installed
# nlp is large, and has a lock of its own.
EXTRAS := lab formats lda lemma scale paper test lint site setup
CONFIG := src/dhtools/jupyter_server_config.json src/dhtools/jupyter_nbconvert_config.json

.DEFAULT_GOAL := help
.PHONY: help benchmarks dist test-dist sbom release fuzz notebooks check checksums figures site test test-runs faults test-nlp test-lab lab lint format test-all lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "  Set PYTHON=python3.12 to choose the Python, VENV=folder to choose where things are installed."

notebooks: $(STAMP) ## execute all notebooks; write data/ and figures/
	$(PY) -m dhtools run

check: $(STAMP) ## execute all notebooks beside the repository; say what differs from what is committed
	$(PY) -m dhtools check

checksums: $(STAMP) ## declare texts, prose and cells of notebooks as they are now, in checksums.txt
	$(PY) -m dhtools check --declare

figures: $(STAMP) ## make all figures for a paper, in build/figures (WIDTH=single|double FORMAT=pdf|svg|png600)
	$(PY) -m dhtools figures --width $(or $(WIDTH),double) --format $(or $(FORMAT),pdf)

site: $(STAMP) ## make the site from the executed notebooks, in build/site
	rm -rf build/pages build/doctrees build/site
	$(PY) -m sphinx --quiet --fail-on-warning --keep-going -c docs -d build/doctrees . build/site
	@echo "Open build/site/index.html"

benchmarks: $(STAMP) ## measure speed and validity anew (CORPORA=folder with a folder for each corpus; WHAT="words of a row")
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r benchmarks/requirements.lock
	$(PY) benchmarks/measure.py $(or $(CORPORA),corpora) $(if $(WHAT),"$(WHAT)")
	$(PY) benchmarks/accuracy.py --write >/dev/null

test: $(STAMP) ## run the tests, on all processors
	$(PY) -m pytest -n auto --dist loadfile

test-runs: $(STAMP) ## run the notebooks on file names and texts that users report (some minutes)
	$(PY) -m pytest tests/reported/test_reported_runs.py

faults: $(STAMP) ## run the long versions of the tests that break things: tampering, kills, full disks (some minutes)
	DHTOOLS_FAULTS=long $(PY) -m pytest tests/faults

fuzz: $(STAMP) ## read made-up folders in all formats: a result or a plain error each time (SEEDS=500)
	DHTOOLS_FUZZ=$(or $(SEEDS),500) $(PY) -m pytest tests/faults/test_fuzz.py

test-nlp: $(STAMP) ## test the columns that spaCy adds to the token table (installs spaCy; needs no model)
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r tests/nlp/requirements.lock
	$(PY) -m pytest tests/nlp

test-lab: $(STAMP) ## run every notebook in JupyterLab in a browser (needs Chromium); pictures in build/lab
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r tests/lab/requirements.lock
	$(PY) -m pytest tests/lab/test_lab.py tests/lab/test_explore.py

dist: $(STAMP) ## build wheel and sdist in build/dist, and check them
	rm -rf build/dist
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r tests/dist/requirements.lock
	$(PY) -m hatchling build -d build/dist
	$(PY) -m twine check --strict build/dist/*

test-dist: dist ## install the wheel in an empty venv on each Python that is found, and use it (ONE=1: on one; needs the network)
	$(PY) tests/dist/installed.py $(if $(ONE),--one)

sbom: $(STAMP) ## write what is installed, with licences, to build/sbom.cdx.json (CycloneDX)
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r tests/dist/requirements.lock
	$(PY) tests/dist/release.py --sbom

release: $(STAMP) ## build wheel and sdist of the last commit twice, compare them; hashes, notes, bill of materials in build/release
	@$(PY) -m uv pip install --quiet --system-certs --python $(PY) --require-hashes -r tests/dist/requirements.lock
	$(PY) tests/dist/release.py

lab: $(STAMP) ## open the notebooks in JupyterLab
	$(PY) -m dhtools lab

lint: $(STAMP) ## check style and types
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

format: $(STAMP) ## format code and notebooks
	$(PY) -m ruff check --fix-only
	$(PY) -m ruff format

test-all: ## run the tests on every supported Python that is found (on the path, or installed by pyenv)
	@tested= failed= missing=; for v in 3.11 3.12 3.13; do \
		python=; for found in python$$v "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$v.*/bin/python; do \
			"$$found" -c '' 2>/dev/null && python="$$found" && break; \
		done; \
		if test -z "$$python"; then missing="$$missing $$v"; continue; fi; \
		echo "== Python $$v"; tested="$$tested $$v"; \
		$(MAKE) --no-print-directory test PYTHON="$$python" VENV=.venvs/$$v || failed="$$failed $$v"; \
	done; \
	echo "Python tested:$${tested:- none}; failed:$${failed:- none}; not found:$${missing:- none}"; \
	test -n "$$tested" && test -z "$$failed"

lock: $(STAMP) ## write requirements.lock anew from pyproject.toml (UPGRADE=1: newest versions)
	$(PY) -m uv pip compile pyproject.toml --quiet --system-certs $(if $(UPGRADE),--upgrade) \
		$(EXTRAS:%=--extra %) --universal --fork-strategy fewest --python-version 3.11 \
		--generate-hashes --custom-compile-command "make lock" -o requirements.lock
	for group in browser:tests/lab nlp:tests/nlp bench:benchmarks dist:tests/dist; do \
		$(PY) -m uv pip compile --group $${group%:*} --quiet --system-certs $(if $(UPGRADE),--upgrade) \
			--constraints requirements.lock --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" -o $${group#*:}/requirements.lock || exit 1; \
	done

clean: ## remove what was installed, and caches
	rm -rf $(VENV) .venvs build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests notebooks benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The stamp is written last and removed first: an interrupted set-up leaves none, and the next one starts afresh.
$(STAMP): requirements.lock pyproject.toml Makefile $(CONFIG)
	@if ! { test -f $@ && $(PY) -m pip --version >/dev/null 2>&1; }; then \
		for python in $(PYTHON); do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
		done; \
		test -n "$$python" || { echo "dhtools needs Python 3.11 or newer; looked for: $(PYTHON)." >&2; \
			echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }; \
		echo "Making $(VENV) with $$($$python --version)"; \
		$$python -m venv --clear $(VENV) || { echo "The venv could not be made." \
			"On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	fi
	@rm -f $@
	@echo "Installing what requirements.lock pins (once; some minutes on a slow line)"
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.lock
	@$(PY) -m uv pip sync --quiet --system-certs --python $(PY) --require-hashes requirements.lock
	@$(PY) -m uv pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .
	@mkdir -p $(VENV)/etc/jupyter && cp $(CONFIG) $(VENV)/etc/jupyter/ # JupyterLab saves notebooks without noise; print leaves folded code out
	@touch $@
