# docker build -t flora-emulator . && docker run --rm -p 127.0.0.1:4620:4620 -e FLORA_EMULATOR_CONTROL_TOKEN=secret flora-emulator
FROM node:22-bookworm-slim AS build
# better-sqlite3 is compiled where it has no binary for this platform.
RUN apt-get update && apt-get install -y --no-install-recommends g++ make python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN npm ci && npm pack --pack-destination /tmp && npm install --global --prefix /opt/flora /tmp/flora-emulator-*.tgz

FROM node:22-bookworm-slim
COPY --from=build /opt/flora /opt/flora
ENV PATH=/opt/flora/bin:$PATH
USER node
EXPOSE 4620
# The container's own loopback is out of reach; any other address needs FLORA_EMULATOR_CONTROL_TOKEN.
ENTRYPOINT ["flora-emulator"]
CMD ["start", "--host", "0.0.0.0"]
