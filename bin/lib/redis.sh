# shellcheck shell=bash
# A private Redis: its own folder, its own port on loopback, its own password.

# need_redis: installs the server if there is none.
need_redis() {
  command -v redis-server >/dev/null ||
    install_service redis-server redis-server "redis-server is missing"
}

# redis_start HOME [LINE...]: starts it in HOME, with these lines added to its configuration.
redis_start() {
  local home=$1 port
  shift
  if ! redis_answers "$home"; then
    port=$(remembered_port "$home/redis.port")
    mkdir -p "$home/redis"
    (umask 077 && redis_configuration "$home" "$port" "$@" >"$home/redis.conf")
    redis-server "$home/redis.conf" 9>&- >/dev/null
    redis_wait "$home"
  fi
}

# redis_url HOME
redis_url() {
  echo "redis://:$(<"$1/password")@127.0.0.1:$(<"$1/redis.port")"
}

# redis_stop HOME: ends it, and waits until it has.
redis_stop() {
  local home=$1
  redis_answers "$home" || return 0
  redis_command "$home" shutdown >/dev/null 2>&1 || true
  for _ in {1..50}; do
    [ -e "$home/redis.pid" ] || return 0
    sleep 0.1
  done
  kill "$(<"$home/redis.pid")" 2>/dev/null || true
}

redis_command() {
  local home=$1
  shift
  REDISCLI_AUTH=$(<"$home/password") redis-cli -h 127.0.0.1 -p "$(<"$home/redis.port")" "$@"
}

redis_answers() {
  [ -s "$1/redis.port" ] && [ "$(redis_command "$1" ping 2>/dev/null)" = PONG ]
}

redis_wait() {
  for _ in {1..100}; do
    redis_answers "$1" && return
    sleep 0.1
  done
  tail -n 10 "$1/redis.log" >&2
  fail "Redis does not start" "Its last words are above, all of them in $1/redis.log"
}

redis_configuration() {
  local home=$1 port=$2
  shift 2
  cat <<END
bind 127.0.0.1
port $port
requirepass $(<"$home/password")
daemonize yes
pidfile "$home/redis.pid"
logfile "$home/redis.log"
dir "$home/redis"
END
  [ $# -eq 0 ] || printf '%s\n' "$@"
}
