# shellcheck shell=bash
# The steps of bin/ci: what each says goes to a file, and to the screen if it fails. Counts tests.

PASSED=0
FAILED=0
SKIPPED=0
FAILED_STEPS=()

# report_start FOLDER: the files go there.
report_start() {
  REPORT_LOGS=$1
  rm -rf "$REPORT_LOGS"
  mkdir -p "$REPORT_LOGS"
}

# check TITLE COMMAND...: a step that holds or does not.
check() {
  local title=$1
  shift
  logged "$title" "$@" || FAILED=$((FAILED + 1))
}

# tests READER TITLE COMMAND...: a step that runs tests. READER is given the step's file and prints
# how many passed, failed and were skipped.
tests() {
  local reader=$1 title=$2 status=0 passed failed skipped
  shift 2
  logged "$title" "$@" || status=$?
  read -r passed failed skipped < <("$reader" "$REPORT_LOG")
  # It failed and no test did: it did not come so far, or broke in between.
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  note "$passed passed, $failed failed, $skipped skipped"
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  SKIPPED=$((SKIPPED + skipped))
}

# report_end: the closing lines; the script's status says whether all is well.
report_end() {
  printf '\nafter %s' "$(elapsed_since "$UI_STARTED")"
  [ ${#FAILED_STEPS[@]} -eq 0 ] || printf ', failed: %s' "$(IFS=';' && echo "${FAILED_STEPS[*]}")"
  printf '\n%d passed, %d failed, %d skipped\n' "$PASSED" "$FAILED" "$SKIPPED"
  [ "$FAILED" -eq 0 ]
}

# cargo_results FILE: sums what nextest or cargo's own test runner says.
cargo_results() {
  awk '
    # "     Summary [   1.2s] 20 tests run: 19 passed (1 slow), 1 failed, 2 skipped"
    /Summary \[/ {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed/) passed += $(i - 1)
        if ($i ~ /^skipped/) skipped += $(i - 1)
        if ($i ~ /^tests?$/ && $(i + 1) == "run:") run += $(i - 1)
      }
      nextest = 1
    }
    # "test result: ok. 19 passed; 1 failed; 2 ignored; 0 measured; ..."
    /^test result:/ { passed += $4; failed += $6; skipped += $8 }
    END {
      if (nextest) failed = run - passed
      print passed + 0, failed + 0, skipped + 0
    }' "$1"
}

# playwright_results FILE: the counts of its own report.
playwright_results() {
  local report=$ROOT/end2end/results/report.json
  # Written by an earlier run: this one did not come so far.
  if [ ! "$report" -nt "$REPORT_STARTED" ]; then
    echo 0 0 0
    return
  fi
  node -e '
    const { expected, unexpected, flaky, skipped } = require(process.argv[1]).stats;
    console.log(expected, unexpected + flaky, skipped);' "$report"
}

logged() {
  local title=$1 status=0
  shift
  step "$title"
  REPORT_LOG=$REPORT_LOGS/$(printf '%02d' "$UI_STEP")-$(tr -cs 'a-z0-9\n' - <<<"${title,,}").log
  REPORT_STARTED=$REPORT_LOG.started
  : >"$REPORT_STARTED"
  run "$@" >"$REPORT_LOG" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    step_done
  else
    FAILED_STEPS+=("$title")
    tail -n 150 "$REPORT_LOG"
    step_done "FAILED, all of its words are in $REPORT_LOG"
  fi
  return "$status"
}
