# Built in one image, run in another: no compiler, no pip, no Node and no root in what is deployed.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/itsm

COPY requirements/runtime.txt requirements/node.txt requirements/
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --quiet --require-hashes --no-deps --requirement requirements/runtime.txt \
 && python -m venv /opt/node \
 && /opt/node/bin/pip install --quiet --require-hashes --no-deps --requirement requirements/node.txt

COPY package.json package-lock.json .npmrc ./
COPY itsm/__init__.py itsm/places.py itsm/vendor.py itsm/
RUN /opt/node/bin/python -m itsm.vendor && rm -rf node_modules

COPY . .
# The key is for this one command and stays in no layer; static files hold none.
RUN SECRET_KEY=build DATABASE_URL=postgresql:// REDIS_URL=redis:// \
    /opt/venv/bin/python manage.py settle_files

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ITSM_VAR=/data
RUN groupadd --gid 10001 itsm && useradd --uid 10001 --gid itsm --no-create-home itsm \
 && install -d -o itsm -g itsm -m 0750 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/itsm /srv/itsm
WORKDIR /srv/itsm
USER itsm
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["uvicorn", "itsm.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--lifespan", "off", \
     "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "3"]
