# One image for every part: `parvis web`, `parvis worker`, `parvis prepare`. Built from a clone: docker build -t parvis .
FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /srv/parvis parvis
WORKDIR /srv/parvis/app
COPY requirements/main.txt requirements/main.txt
RUN python -m venv /srv/parvis/venv \
 && /srv/parvis/venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements/main.txt
COPY . .
RUN /srv/parvis/venv/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation --editable . \
 && /srv/parvis/venv/bin/python -m parvis.config.translations \
 && mkdir /srv/parvis/var && chown parvis: /srv/parvis/var
ENV PATH=/srv/parvis/venv/bin:$PATH PARVIS_VAR=/srv/parvis/var PARVIS_HOST=0.0.0.0
USER parvis
VOLUME /srv/parvis/var
EXPOSE 8000
CMD ["parvis", "web"]
