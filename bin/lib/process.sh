# shellcheck shell=bash
# Running things so that Ctrl-C and TERM end them at once, and nothing is left behind.

CHILD=
ASIDE=

# run COMMAND...: runs it in a process group of its own and waits. A signal to the script is acted
# upon while it runs; the lock's descriptor (9) stays with the script.
run() {
  set -m
  "$@" 9>&- &
  CHILD=$!
  set +m
  local status=0
  wait "$CHILD" || status=$?
  CHILD=
  return "$status"
}

# run_aside FILE COMMAND...: lets it run beside what follows. What it says goes to FILE.
run_aside() {
  ASIDE_FILE=$1
  shift
  rm -f "$ASIDE_FILE.status"
  set -m
  { "$@" >&2 && echo 0 || echo $?; } >"$ASIDE_FILE.status" 2>"$ASIDE_FILE" 9>&- &
  ASIDE=$!
  set +m
}

# await_aside: waits until that is done, and says and returns what it did. May be called in a subshell.
await_aside() {
  tail --pid="$ASIDE" -f /dev/null
  cat "$ASIDE_FILE"
  return "$(tail -n 1 "$ASIDE_FILE.status")"
}

# end_child: ends what `run` and `run_aside` are running, with everything that it started.
end_child() {
  local child
  for child in $CHILD $ASIDE; do
    kill -TERM -- "-$child" 2>/dev/null || continue
    wait "$child" 2>/dev/null || true
  done
  CHILD=
  ASIDE=
}

# end_on_signals: makes INT, TERM and HUP end the script through its EXIT trap.
end_on_signals() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}
