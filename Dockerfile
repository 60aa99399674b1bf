# Bongsu, and (as the target `all`) the Node processes of the coupon service to try it on (docker-compose.yml).
FROM node:22-bookworm-slim AS all
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json manifest.yml ./
COPY scripts scripts
COPY src src
COPY sandbox sandbox
COPY test/stack/coupon test/stack/coupon
RUN npm run build

FROM node:22-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json manifest.yml ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY scripts/build.js scripts/build.js
COPY playbooks playbooks
COPY --from=all /app/dist dist
RUN mkdir data && chown node:node data
USER node
ENV DATA_DIR=/app/data
EXPOSE 3000
# Not by npm, which does not pass on that the container is to stop: what npm start runs.
CMD ["node", "--max-semi-space-size=4", "--initial-old-space-size=64", "--heap-growing-percent=30", "dist/main.mjs"]
