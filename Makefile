# One uv from the machine, or the project's own; everything else stands in .venv, .tools and var.
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
PYTHON := .venv/bin/python
PORT := 8000
CHROMIUM := $(or $(CHROMIUM),$(shell command -v chromium || command -v chromium-browser || command -v google-chrome))
LOCK := pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url

# The Nu HTML checker, brought by npm and run by Java, where both are here.
CHECKER := $(if $(and $(shell command -v java),$(shell command -v npm)),.tools/vnu.jar)
CHECKER_HASH := 22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

# Lighthouse, brought by npm, where that is here; its own package.json says which.
LIGHTHOUSE := $(if $(shell command -v npm),.tools/lighthouse/node_modules/lighthouse/cli/index.js)
LIGHTHOUSE_LOCK := $(addprefix tests/browser/lighthouse/,package.json package-lock.json)

# Mozilla's HTTP Observatory likewise, with a script of ours beside it.
OBSERVATORY := $(if $(shell command -v npm),.tools/observatory/scan.js)
OBSERVATORY_FILES := $(addprefix tests/browser/observatory/,package.json package-lock.json scan.js)

.PHONY: help run password test lint bench load messages lock clean chromium
.DELETE_ON_ERROR:

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/local  ## Try the site out on this machine, on port 8000 or PORT=8001
	@$(PYTHON) manage.py run --port $(PORT)

password: .venv/local  ## Give the user admin a new password and new codes
	@$(PYTHON) manage.py new_login admin

# Tests and checks keep a database of their own, apart from the one that `make run` fills.
test lint: export STATE_DIR := $(CURDIR)/var/test

test: chromium lint $(CHECKER) $(LIGHTHOUSE) $(OBSERVATORY)  ## Run the checks and all tests, or some: ARGS="tests/test_run.py -x"
	@test -n "$(CHECKER)" || echo "Pages are not checked for valid HTML: that needs Java and npm."
	@test -n "$(LIGHTHOUSE)" || echo "Pages are not looked at by Lighthouse and Observatory: that needs npm."
	CHROMIUM="$(CHROMIUM)" NU_CHECKER="$(CHECKER)" LIGHTHOUSE="$(LIGHTHOUSE)" OBSERVATORY="$(OBSERVATORY)" $(PYTHON) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(if $(CHECKER),,--ignore=tests/browser/test_valid_html.py) $(if $(LIGHTHOUSE),,--ignore=tests/browser/test_lighthouse.py --ignore=tests/browser/test_observatory.py) $(ARGS)

lint: .venv/test  ## Run the checks alone: style, templates, Dockerfile, migrations, settings of production
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/bandit --quiet --recursive --configfile pyproject.toml -ll config positions
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 6.1 {} +
	.venv/bin/hadolint Dockerfile
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -m tests.lint_migrations
	SITE_URL=https://parley.example DATABASE_URL=postgresql:///unused \
	  SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  $(PYTHON) manage.py check --deploy --tag security --fail-level WARNING

bench: .tools/bench/ready $(LIGHTHOUSE)  ## Measure the site beside its floors and Datasette: N=1000000 statements, ARGS="--rounds 5"
	CHROMIUM="$(CHROMIUM)" LIGHTHOUSE="$(LIGHTHOUSE)" .tools/bench/bin/python -m bench $(or $(N),2000 100000) --document docs/performance.md $(ARGS)

load: .venv/local  ## Try how the site bears many at once, slow clients and a flood: ARGS="--seconds 300"
	$(PYTHON) -m bench.load $(ARGS)

messages: .venv/local  ## Collect what pages say for the translators, and compile what they wrote; needs gettext
	$(PYTHON) manage.py makemessages --locale uk --locale ru --no-location --no-obsolete --no-wrap --ignore var --ignore tests --ignore seeds
	sed -i '/^"POT-Creation-Date/d' locale/*/LC_MESSAGES/django.po
	$(PYTHON) manage.py compilemessages --ignore .venv

lock: $(UV)  ## Lock what pyproject.toml asks for; ARGS=--upgrade takes the newest versions it allows
	$(UV) $(LOCK) $(ARGS) pyproject.toml --output-file requirements/production.txt
	$(UV) $(LOCK) $(ARGS) pyproject.toml --extra local --output-file requirements/local.txt
	$(UV) $(LOCK) $(ARGS) pyproject.toml --extra local --extra test --output-file requirements/test.txt
	$(UV) $(LOCK) $(ARGS) pyproject.toml --extra local --extra bench --output-file requirements/bench.txt
	echo uv | $(UV) $(LOCK) $(ARGS) - --output-file requirements/uv.txt

clean:  ## Remove what was installed and the database that `make run` filled
	rm -rf .venv .tools var .hypothesis .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

chromium:
	@test -x "$(CHROMIUM)" || { echo "The tests drive a browser, and no Chromium was found."; \
	  echo "Debian: apt-get install chromium. macOS: brew install --cask chromium."; \
	  echo "Or name one: make test CHROMIUM=/path/to/chromium"; exit 1; }

.tools/vnu.jar:
	@mkdir -p .tools
	cd .tools && npm pack --silent vnu-jar@26.9.27 && tar -xzf vnu-jar-26.9.27.tgz --strip-components=3 package/build/dist/vnu.jar
	echo "$(CHECKER_HASH)  $@" | sha256sum --check --quiet
	@touch $@

.tools/lighthouse/node_modules/lighthouse/cli/index.js: $(LIGHTHOUSE_LOCK)
	@mkdir -p .tools/lighthouse
	cp $(LIGHTHOUSE_LOCK) .tools/lighthouse
	npm ci --prefix .tools/lighthouse --ignore-scripts --silent --no-audit --no-fund
	@touch $@

.tools/observatory/scan.js: $(OBSERVATORY_FILES)
	@mkdir -p .tools/observatory
	cp $(OBSERVATORY_FILES) .tools/observatory
	npm ci --prefix .tools/observatory --ignore-scripts --silent --no-audit --no-fund
	echo "{}" > .tools/observatory/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json
	@touch $@

.venv/local .venv/test: .venv/%: requirements/%.txt | $(PYTHON)
	$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r $<
	@touch $@

# Datasette stands apart from what is tested and served.
.tools/bench/ready: requirements/bench.txt | $(UV)
	$(UV) venv --quiet --allow-existing .tools/bench
	$(UV) pip install --quiet --python .tools/bench/bin/python --require-hashes -r $<
	@touch $@

$(PYTHON): | $(UV)
	$(UV) venv --quiet --allow-existing .venv

.tools/bin/uv: requirements/uv.txt
	@python3 -m venv .tools || { echo "Needed: uv, or python3 with venv (Debian: apt-get install python3-venv)."; exit 1; }
	.tools/bin/pip install --quiet --require-hashes -r $<
	@touch $@
