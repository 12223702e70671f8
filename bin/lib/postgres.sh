# shellcheck shell=bash
# A private PostgreSQL: its own cluster, its own port on loopback, its own password.
# The machine's PostgreSQL, if it runs one, is not touched.

POSTGRES_USER=vitrine

# need_postgres: installs the server's programs if there are none.
need_postgres() {
  [ -n "$(postgres_programs)" ] ||
    install_service postgresql postgresql "PostgreSQL's server programs are missing"
  [ -n "$(postgres_programs)" ] || fail "found no initdb in /usr/lib/postgresql or on the PATH"
  [ "$EUID" -ne 0 ] || id postgres >/dev/null 2>&1 || fail "there is no user postgres" \
    "PostgreSQL refuses to run as root: make that user, or run this as another user than root."
}

# postgres_start HOME [OPTION...]: starts the cluster in HOME, making it first where it is missing.
# The options go to the server.
postgres_start() {
  local home=$1 cluster bin
  shift
  cluster=$(postgres_cluster "$home")
  bin=$(postgres_programs "$cluster")
  postgres_create "$home" "$cluster" "$bin"
  if ! as_postgres "$bin/pg_ctl" status -D "$cluster" >/dev/null 2>&1; then
    remembered_port "$home/postgres.port" >/dev/null
    postgres_launch "$home" "$cluster" "$bin" "$@"
  fi
}

# postgres_url HOME DATABASE
postgres_url() {
  echo "postgres://$POSTGRES_USER:$(<"$1/password")@127.0.0.1:$(<"$1/postgres.port")/$2"
}

# postgres_stop HOME: ends it without waiting for clients to leave.
postgres_stop() {
  local home=$1 cluster
  cluster=$(postgres_cluster "$home")
  [ -e "$cluster/PG_VERSION" ] || return 0
  as_postgres "$(postgres_programs "$cluster")/pg_ctl" stop -D "$cluster" -m fast -s 2>/dev/null || true
}

# postgres_sql HOME DATABASE STATEMENT: prints what it answers.
postgres_sql() {
  "$(postgres_programs)/psql" -XAtq -v ON_ERROR_STOP=1 -d "$(postgres_url "$1" "$2")" -c "$3"
}

# postgres_ensure_database HOME NAME
postgres_ensure_database() {
  local found
  found=$(postgres_sql "$1" postgres "SELECT 1 FROM pg_database WHERE datname = '$2'")
  [ -n "$found" ] || postgres_sql "$1" postgres "CREATE DATABASE $2"
}

# postgres_programs [CLUSTER]: the folder of the programs that made this cluster, else the newest.
postgres_programs() {
  local folder
  if [ -n "${1:-}" ] && [ -e "$1/PG_VERSION" ]; then
    folder=/usr/lib/postgresql/$(<"$1/PG_VERSION")/bin
    if [ -x "$folder/initdb" ]; then echo "$folder" && return; fi
  fi
  folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [ -x "$folder/initdb" ]; then echo "$folder" && return; fi
  ! command -v initdb >/dev/null || dirname "$(readlink -f "$(command -v initdb)")"
}

# as_postgres COMMAND...: PostgreSQL refuses to run as root, so root hands over to `postgres`.
as_postgres() {
  if [ "$EUID" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@" 9>&-)
  else
    "$@" 9>&-
  fi
}

# postgres_cluster HOME: prints the cluster's folder: in HOME if the user it runs as gets there, else
# one whose name belongs to this HOME and its password, so that a new HOME never meets an old cluster.
postgres_cluster() {
  if [ "$EUID" -ne 0 ] || runuser -u postgres -- test -x "$1" 2>/dev/null; then
    echo "$1/postgres"
  else
    echo "/var/lib/vitrine-dev-$(echo "$1" | cat - "$1/password" | sha256sum | cut -c 1-12)"
  fi
}

postgres_create() {
  local home=$1 cluster=$2 bin=$3
  [ -e "$cluster/PG_VERSION" ] && return
  [ "$cluster" = "$home/postgres" ] || note "the user postgres cannot reach $home: the database is in $cluster"
  # Made beside its place and moved there whole, so that an interrupted start leaves no half.
  rm -rf "$cluster.new"
  mkdir -m 700 "$cluster.new"
  [ "$EUID" -ne 0 ] || chown postgres: "$cluster.new"
  # The password goes through a pipe that the other user opens itself: it may not read the file.
  # shellcheck disable=SC2016  # expanded by the inner shell
  as_postgres bash -c '"$1/initdb" -D "$2" -U "$3" --encoding=UTF8 --locale=C.UTF-8 \
    --auth=scram-sha-256 --pwfile=<(cat)' bash "$bin" "$cluster.new" "$POSTGRES_USER" \
    <"$home/password" >"$home/postgres-init.log" 2>&1 ||
    fail "initdb failed" "Its words are in $home/postgres-init.log"
  mv "$cluster.new" "$cluster"
}

postgres_launch() {
  local home=$1 cluster=$2 bin=$3 log
  shift 3
  log=$cluster/server.log
  as_postgres "$bin/pg_ctl" start -D "$cluster" -l "$log" -w -s -o "-p $(<"$home/postgres.port") \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $*" >/dev/null 2>&1 || {
    tail -n 20 "$log" >&2 2>/dev/null
    fail "PostgreSQL does not start" "Its last words are above, all of them in $log"
  }
}
