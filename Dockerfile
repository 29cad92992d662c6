# syntax=docker/dockerfile:1
# docker build -t flora-emulator . (docs/deployment.md)

# The bundle is the same for every platform, so it is built on the platform of the builder.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS bundle
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm pack --pack-destination /tmp \
  && mkdir /package \
  && tar -xzf /tmp/flora-emulator-*.tgz -C /package --strip-components=1 \
  && chmod 755 /package/dist/main.js

# better-sqlite3 is compiled where it has no binary for the platform. Its version 12 of the lock file, compiled for Node 24,
# aborts at exit (CONTRIBUTING.md).
FROM node:24-bookworm-slim AS dependencies
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /package
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts \
  && npm install --no-save --omit=dev better-sqlite3@13

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="flora-emulator" \
  org.opencontainers.image.description="FLORA's REST API on localhost. Unofficial: not affiliated with FLORA." \
  org.opencontainers.image.licenses="MIT"
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data \
  && ln -s /opt/flora-emulator/dist/main.js /usr/local/bin/flora-emulator
COPY --from=dependencies /package/node_modules /opt/flora-emulator/node_modules
COPY --from=bundle /package /opt/flora-emulator
# The loopback address of a container is out of reach. Any other address needs FLORA_EMULATOR_CONTROL_TOKEN.
ENV FLORA_EMULATOR_HOST=0.0.0.0
USER node
WORKDIR /data
VOLUME /data
EXPOSE 4620
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=500ms --retries=3 \
  CMD ["flora-emulator", "health"]
ENTRYPOINT ["tini", "--", "flora-emulator"]
CMD ["start"]
