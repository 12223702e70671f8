# shellcheck shell=bash
# A shop to try things on: a server with a PostgreSQL and a Redis of its own, in one folder.

# shop_prepare FOLDER PROGRAM PRODUCTS: the services and a catalogue that is the same every time. Exports what the
# program needs to know of them.
shop_prepare() {
  throwaway_start "$1"
  postgres_ensure_database "$1" vitrine
  DATABASE_URL=$(postgres_url "$1" vitrine)
  REDIS_URL=$(redis_url "$1")
  VITRINE_MAIL=file:$1/mail
  VITRINE_UPLOADS=$1/uploads
  VITRINE_PICTURES=$1/pictures
  export DATABASE_URL REDIS_URL VITRINE_MAIL VITRINE_UPLOADS VITRINE_PICTURES
  "$2" migrate
  "$2" seed --products "$3"
}

# shop_open PROGRAM: serves it in the background at $VITRINE_ADDR, at a free port, without limits; its pid is $SHOP.
shop_open() {
  local port
  port=$(free_port)
  export VITRINE_ADDR=127.0.0.1:$port VITRINE_LOG=warn VITRINE_RATE_LIMITS=off
  "$1" serve &
  SHOP=$!
  for _ in {1..300}; do
    [ "$(http_status "$port" /readyz)" != 200 ] || return 0
    kill -0 "$SHOP" 2>/dev/null || break
    sleep 0.1
  done
  fail "the server did not start"
}

# shop_close FOLDER: ends what is open, and removes all that was written.
shop_close() {
  [ -z "${SHOP:-}" ] || { kill -TERM "$SHOP" && wait "$SHOP"; } 2>/dev/null || true
  end_child
  throwaway_remove "$1"
}
