# One image for web, worker and indexer. Built from the same locked files as `make run`; each is verified by its hash.
# The tag names the minor version of Python; `docker buildx imagetools inspect` gives its digest, to build exactly the same.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app

COPY requirements-tools.lock requirements.lock requirements-assets.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-tools.lock \
    && uv pip install --system --no-cache --require-hashes --only-binary :all: -r requirements.lock \
    && uv pip install --system --no-cache --require-hashes --only-binary :all: --no-deps -r requirements-assets.lock

COPY . .
RUN useradd --system --home /data newsroom && mkdir -p /data && chown newsroom /data && chmod 700 /data \
    && mkdir -p static/built && chown -R newsroom static/built
USER newsroom
VOLUME /data
EXPOSE 8000

# The process answers; whether the site is ready is asked at /readyz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]

CMD ["python", "-m", "newsroom.web", "--host", "0.0.0.0", "--port", "8000"]
