# shellcheck shell=bash
# The private PostgreSQL and Redis of one folder, together.

# services_home FOLDER: makes the folder, and the password that both services ask for.
services_home() {
  mkdir -p "$1"
  [ -w "$1" ] || fail "$1 belongs to somebody else" "Another user ran this before: remove the folder, or run as that user."
  [ -s "$1/password" ] ||
    (umask 077 && od -An -N 16 -tx1 /dev/urandom | tr -d ' \n' >"$1/password.new" && mv "$1/password.new" "$1/password")
}

# services_stop FOLDER
services_stop() {
  redis_stop "$1"
  postgres_stop "$1"
}

# throwaway_start FOLDER: both, new and empty, and faster than safe: for tests. What an earlier run
# may have left there ends first.
throwaway_start() {
  throwaway_remove "$1"
  services_home "$1"
  need_postgres
  # Tests also come by the socket; the path of one must be short, so it is in /tmp. A test that ends may leave somebody
  # half logged in, and no database can be dropped before he is given up.
  postgres_start "$1" -c max_connections=300 -c shared_buffers=256MB -c unix_socket_directories=/tmp \
    -c authentication_timeout=3s \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c shared_preload_libraries=pg_stat_statements
  need_redis
  redis_start "$1" 'save ""'
}

# throwaway_remove FOLDER: ends both, and removes all that they wrote.
throwaway_remove() {
  [ -s "$1/password" ] || return 0
  services_stop "$1"
  rm -rf "$(postgres_cluster "$1")" "$1"
}
