# Tocsin in one image: the hub, its dashboard and an embedded PostgreSQL for who brings none.
#   docker build -t tocsin .
#   docker run -p 8080:8080 -v tocsin:/var/lib/tocsin tocsin

FROM node:24-slim AS dashboard
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/build-web.mjs

FROM node:24-slim AS packages
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:24-slim
# The schema's file names and messages are in UTF-8, and logs are in UTC.
ENV NODE_ENV=production LANG=C.UTF-8 TZ=UTC HOST=0.0.0.0 PORT=8080 TOCSIN_DATA=/var/lib/tocsin
RUN groupadd --system --gid 990 tocsin \
  && useradd --system --uid 990 --gid tocsin --home-dir /var/lib/tocsin --shell /usr/sbin/nologin tocsin \
  && install --directory --owner=tocsin --group=tocsin --mode=0700 /var/lib/tocsin
WORKDIR /opt/tocsin
COPY package.json LICENSE ./
COPY --from=packages /build/node_modules node_modules
COPY --from=dashboard /build/dist dist
COPY migrations migrations
COPY agent agent
COPY recipes recipes
COPY src src
RUN ln -s /opt/tocsin/src/main.ts /usr/local/bin/tocsin
USER tocsin
# Nothing outside of it is written but /tmp: the root file system may be read-only.
VOLUME /var/lib/tocsin
EXPOSE 8080
# Up as soon as it answers; whether it can serve is /readyz, which is for load balancers.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# The hub closes within ten seconds.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts", "serve"]
