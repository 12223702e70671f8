# shellcheck shell=bash
# What the scripts say: numbered steps with elapsed times, notes, errors.

UI_STEP=0
UI_STEP_STARTED=$EPOCHREALTIME
UI_STARTED=$EPOCHREALTIME

# Seconds with one decimal since the given EPOCHREALTIME.
elapsed_since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# step TITLE: opens a numbered step.
step() {
  UI_STEP=$((UI_STEP + 1))
  UI_STEP_STARTED=$EPOCHREALTIME
  printf '%2d. %s\n' "$UI_STEP" "$1"
}

# step_done [WORDS]: closes the step with its time.
step_done() {
  printf '    %s (%s)\n' "${1:-done}" "$(elapsed_since "$UI_STEP_STARTED")"
}

note() {
  printf '    %s\n' "$@"
}

# fail LINE...: says what is wrong and what to do about it, and ends the script.
fail() {
  {
    printf '\n%s: %s\n' "bin/$(basename "$0")" "$1"
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@"
  } >&2
  exit 1
}
