# shellcheck shell=bash
# Running things so that Ctrl-C and TERM end them at once, and nothing is left behind.

CHILD=

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

# end_child: ends what `run` is running, with everything that it started.
end_child() {
  [ -n "$CHILD" ] || return 0
  local child=$CHILD
  CHILD=
  kill -TERM -- "-$child" 2>/dev/null || return 0
  wait "$child" 2>/dev/null || true
}

# end_on_signals: makes INT, TERM and HUP end the script through its EXIT trap.
end_on_signals() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}
