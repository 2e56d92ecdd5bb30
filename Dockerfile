# Two images of one tree: `web` serves the site, `backup` is the same with PostgreSQL's programs.
# Python is Debian's own, at one path in all stages, so that the one .venv runs in each.

FROM debian:trixie-slim AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/uv.txt requirements/production.txt requirements/
RUN python3 -m venv /uv \
    && /uv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && /uv/bin/uv venv --python /usr/bin/python3 .venv \
    && /uv/bin/uv pip install --no-cache --compile-bytecode --require-hashes \
        -r requirements/production.txt
COPY . .
# Neither a key nor a database is needed to collect files, and neither stays.
RUN SECRET_KEY=unused DATABASE_URL=postgresql:///unused \
    .venv/bin/python manage.py collectstatic --noinput --verbosity=0 \
    && .venv/bin/python -m compileall -q config positions

FROM debian:trixie-slim AS web
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 tzdata \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 COPIES_DIR=/tmp/copies METRICS_DIR=/tmp/metrics
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["python", "-m", "config.serving"]

FROM postgres:18-trixie AS backup
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 tzdata \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:/usr/lib/postgresql/18/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 BACKUP_DIR=/backups
# A volume that is mounted here takes its owner.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /backups
USER 10001:10001
ENTRYPOINT []
HEALTHCHECK NONE
CMD ["python", "manage.py", "backup"]
