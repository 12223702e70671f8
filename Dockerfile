# syntax=docker/dockerfile:1

# The release build, by the same script as everywhere: bin/release.
FROM rust:1.95.0-trixie AS build
# The image's own toolchain, whatever name rust-toolchain.toml has for it.
ENV RUSTUP_TOOLCHAIN=1.95.0
RUN rustup target add wasm32-unknown-unknown
# Node.js runs what shrinks the browser's files, which comes from npm.
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY end2end/package.json end2end/package-lock.json end2end/.npmrc end2end/
RUN cd end2end && npm ci --ignore-scripts
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    bin/release \
    && mkdir /built \
    && cp target/release/vitrine /built/ \
    && cp -r target/site-release /built/site

# What runs: one program and the files browsers load, owned by root, run by nobody in particular.
FROM debian:trixie-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin vitrine
# Photographs; a volume that is laid here begins with this owner.
RUN install --directory --owner=10001 --mode=0700 /srv/vitrine/pictures
COPY --from=build /built/vitrine /usr/local/bin/vitrine
COPY --from=build /built/site /srv/vitrine/site
ENV VITRINE_ADDR=0.0.0.0:3000 \
    VITRINE_SITE_ROOT=/srv/vitrine/site \
    VITRINE_PICTURES=/srv/vitrine/pictures \
    VITRINE_LOG_FORMAT=json
USER 10001
EXPOSE 3000
# The image has no HTTP client; bash opens the connection itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["vitrine"]
CMD ["serve"]
