# shellcheck shell=bash
# Loopback ports: private services never take the usual ones.

# port_in_use PORT: whether something answers there.
port_in_use() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port: prints a port nobody listens on.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 10000))
    if ! port_in_use "$port"; then
      echo "$port"
      return
    fi
  done
  fail "found no free port between 20000 and 29999"
}

# remembered_port FILE: the port chosen earlier if it is still free, else a new one.
remembered_port() {
  local port=
  [ -s "$1" ] && port=$(<"$1")
  if [ -z "$port" ] || port_in_use "$port"; then
    port=$(free_port)
    echo "$port" >"$1"
  fi
  echo "$port"
}

# http_status PORT PATH: the status that a server on this machine answers with; nothing if none does.
http_status() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    local status
    read -r _ status _ <&3 || true
    printf '%s' "$status"
  ) 2>/dev/null
}
