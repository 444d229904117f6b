# The image of web, worker, beat and migrate alike: what it does is the command's choice.

FROM python:3.11-slim AS packages
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app --no-create-home seatlease \
    && install --directory --owner seatlease /data/media
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MEDIA_ROOT=/data/media \
    STATIC_ROOT=/app/staticfiles
WORKDIR /app
COPY . .
# Needs settings but neither a database nor a secret worth keeping.
RUN DJANGO_SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput
USER seatlease
EXPOSE 8000
# WEB_CONCURRENCY sets the number of processes. Time-outs and restarts are gunicorn's own.
CMD ["gunicorn", "seatlease.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--no-control-socket", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
