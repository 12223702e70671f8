# shellcheck shell=bash
# The builds. Development erases the views' types, which compiles three times faster.

TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
SITE=$TARGET/site
# Its own folder, so that a release build does not pull the files from under a running bin/dev.
RELEASE_SITE=$TARGET/site-release
# wasm-opt and terser, among others.
NODE_PROGRAMS=$ROOT/end2end/node_modules/.bin

erased() {
  local flag='--cfg erase_components'
  case "${RUSTFLAGS:-}" in
    *"$flag"*) "$@" ;;
    *) RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }$flag" "$@" ;;
  esac
}

# for_browser COMMAND PROFILE [OPTION...]: a cargo command on what the browser runs.
for_browser() {
  local command=$1 profile=$2
  shift 2
  cargo "$command" -p app --lib --target wasm32-unknown-unknown --no-default-features \
    --features hydrate --profile "$profile" "$@"
}

# build_site: the folder the browser downloads, for development.
build_site() {
  make_site debug "$SITE"
}

# build_release_site: the same for release: small, compressed, named by its contents.
build_release_site() {
  if [ -x "$NODE_PROGRAMS/wasm-opt" ] && [ -x "$NODE_PROGRAMS/terser" ]; then
    make_site wasm-release "$RELEASE_SITE" --release --shrink-with "$NODE_PROGRAMS"
  else
    note "what a browser loads stays larger than it need be: what shrinks it comes with (cd end2end && npm ci)"
    make_site wasm-release "$RELEASE_SITE" --release
  fi
}

# make_site FOLDER OUT [OPTION...]
make_site() {
  local module=$TARGET/wasm32-unknown-unknown/$1/app.wasm out=$2
  shift 2
  "$TARGET/debug/site" --wasm "$module" --style "$ROOT/style/main.css" \
    --public "$ROOT/app/public" --out "$out" "$@"
}
