# Muster in a container: docker build -t muster:0.1.0 .   then deploy/compose.yaml, or
# docker run -d --env-file .env -v muster:/data -p 127.0.0.1:3000:3000 muster:0.1.0
# docs/operate.md has the rest.

FROM python:3.11.14-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/muster
# What it needs, each file checked against its hash; this layer stays as long as the lock file does.
COPY requirements.txt ./
RUN /opt/muster/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE muster.py ./
COPY bot ./bot
COPY handlers ./handlers
COPY schedules ./schedules
COPY storage ./storage
RUN /opt/muster/bin/pip install --no-cache-dir --no-compile --no-deps . \
    && /opt/muster/bin/pip check \
    && /opt/muster/bin/pip uninstall --yes pip \
    && find /opt/muster -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} +

FROM python:3.11.14-slim-bookworm
LABEL org.opencontainers.image.title="Muster" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --system --gid 10001 muster \
    && useradd --system --uid 10001 --gid muster --home-dir /data --no-create-home --shell /usr/sbin/nologin muster \
    && install --directory --owner muster --group muster --mode 0700 /data
COPY --from=build /opt/muster /opt/muster
# The folder that a SQLite database, and charts' fonts, may write to; everything else may be read-only.
ENV PATH=/opt/muster/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/muster.db \
    LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER muster
EXPOSE 3000
# `muster run` finishes what was begun within 10 s of this; give it 15 (docker stop --time 15).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["muster"]
CMD ["run"]
