# One image for web, worker and indexer. Built from the same requirements as `make run`.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app

COPY requirements.txt requirements-assets.txt constraints.txt ./
RUN pip install --no-cache-dir --upgrade pip uv \
    && uv pip install --system --no-cache -r requirements.txt -c constraints.txt \
    && uv pip install --system --no-cache --no-deps -r requirements-assets.txt

COPY . .
RUN useradd --system --home /data newsroom && mkdir -p /data && chown newsroom /data \
    && mkdir -p static/built && chown -R newsroom static/built
USER newsroom
VOLUME /data
EXPOSE 8000

CMD ["python", "-m", "newsroom.web", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
