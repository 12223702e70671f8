# shellcheck shell=bash
# The development environment of this clone, in .data/: shared by bin/dev and bin/vitrine.

ADDRESS=${VITRINE_ADDR:-127.0.0.1:3000}

# lock_development: true if this script now holds the clone's lock; it does until it ends.
lock_development() {
  services_home "$DATA"
  exec 9>>"$DATA/lock"
  flock -n 9 || return 1
  echo $$ >"$DATA/lock"
}

# Who holds the lock, for messages.
lock_holder() {
  cat "$DATA/lock"
}

# start_database, start_redis: start the private service unless the environment names another one.
start_database() {
  [ -z "${DATABASE_URL:-}" ] || return 0
  need_postgres
  postgres_start "$DATA"
  postgres_ensure_database "$DATA" vitrine
}

start_redis() {
  [ -z "${REDIS_URL:-}" ] || return 0
  need_redis
  redis_start "$DATA" 'save 60 1'
}

# use_development: points the server at the services of .data/, where nothing else is asked for.
use_development() {
  [ -n "${DATABASE_URL:-}" ] || DATABASE_URL=$(postgres_url "$DATA" vitrine)
  [ -n "${REDIS_URL:-}" ] || REDIS_URL=$(redis_url "$DATA")
  export DATABASE_URL REDIS_URL VITRINE_ADDR=$ADDRESS VITRINE_SITE_ROOT=${VITRINE_SITE_ROOT:-$SITE}
}

# build_development: the programs of this clone, without optimisation.
build_development() {
  run erased cargo build -p server -p site
}
