# docker build -t asllint . && docker run --rm -v "$PWD:/work" asllint
# The tag is for people, the digest counts: `docker buildx imagetools inspect python:3.13-slim` shows the newest.
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY asllint asllint
COPY rules rules
RUN python -I -m venv /opt/asllint \
 && /opt/asllint/bin/pip install --no-cache-dir --disable-pip-version-check ".[terraform]" \
 && /opt/asllint/bin/pip uninstall --yes pip

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
COPY --from=build /opt/asllint /opt/asllint
ENV PATH="/opt/asllint/bin:$PATH"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin asllint
USER 10001
# What is to be linted is mounted here; it need not be writable.
WORKDIR /work
ENTRYPOINT ["asllint"]
