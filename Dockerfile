# docker build -t asllint . && docker run --rm -v "$PWD:/work" asllint
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY asllint asllint
COPY rules rules
RUN python -m venv /opt/asllint \
 && /opt/asllint/bin/pip install --no-cache-dir --disable-pip-version-check ".[terraform]" \
 && /opt/asllint/bin/pip uninstall --yes pip

FROM python:3.13-slim
COPY --from=build /opt/asllint /opt/asllint
ENV PATH="/opt/asllint/bin:$PATH"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin asllint
USER 10001
# What is to be linted is mounted here; it need not be writable.
WORKDIR /work
ENTRYPOINT ["asllint"]
