# shellcheck shell=bash
# What a machine must have, and how it gets it: Debian's packages where there is apt-get.

# as_root COMMAND...: runs it as root, through sudo where needed.
as_root() {
  if [ "$EUID" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

can_install() {
  command -v apt-get >/dev/null && { [ "$EUID" -eq 0 ] || command -v sudo >/dev/null; }
}

# install_packages WHY PACKAGE...: installs them, or says that they are needed.
install_packages() {
  local why=$1
  shift
  can_install || fail "$why" \
    "Install these packages (Debian's names) and run this again: $*"
  note "installing $*"
  local log
  log=$(mktemp)
  {
    as_root apt-get update -q &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install $*" "Its last words are above, all of them in $log"
  }
  rm -f "$log"
}

# install_service PACKAGE SERVICE WHY: like install_packages, for a package that would start a
# system service by itself. The scripts run their own instances, so that one is switched off again.
install_service() {
  install_packages "$3" "$1"
  if [ -d /run/systemd/system ]; then
    as_root systemctl disable --now "$2" >/dev/null 2>&1 || true
  else
    as_root service "$2" stop >/dev/null 2>&1 || true
  fi
}

need_compiler() {
  command -v cc >/dev/null || install_packages "there is no C compiler to link with" gcc libc6-dev
}

need_node() {
  command -v npm >/dev/null || install_packages "Node.js and npm are missing" nodejs npm
  local version
  version=$(node --version)
  version=${version#v}
  [ "${version%%.*}" -ge 20 ] || fail "Node.js $version is too old: the end-to-end tests need 20 or newer" \
    "Install a newer one, as https://nodejs.org says, and run this again."
}

# CHROMIUM names another browser than Debian's.
need_chromium() {
  [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || install_packages "Chromium is missing" chromium
}

# Not optimised: it runs for a second, and would be built for many minutes.
need_cargo_deny() {
  cargo deny --version >/dev/null 2>&1 && return
  note "building cargo-deny"
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=false cargo install --locked --quiet cargo-deny ||
    fail "cargo could not install cargo-deny" "Try by hand: cargo install --locked cargo-deny"
}

need_shellcheck() {
  command -v shellcheck >/dev/null || install_packages "shellcheck is missing" shellcheck
}

# Rust itself is left to its owner: rustup is one command, and where it goes is their choice.
need_rust() {
  command -v cargo >/dev/null || fail "Rust is missing" \
    "Install it with rustup, as https://rustup.rs says, and run this again."
  if ! rustc --version >/dev/null 2>&1; then
    command -v rustup >/dev/null || fail "rustc does not run" "Try: rustc --version"
    note "installing the toolchain that rust-toolchain.toml names"
    rustup toolchain install || fail "rustup could not install the toolchain"
  fi
  need_wasm_target
}

need_wasm_target() {
  local target=wasm32-unknown-unknown libraries
  libraries=$(rustc --print target-libdir --target "$target")
  [ -d "$libraries" ] && return
  command -v rustup >/dev/null || fail "this Rust cannot build for the browser" \
    "It has no standard library for $target, and was not installed by rustup." \
    "Install Rust with rustup, as https://rustup.rs says, and run this again."
  note "adding the target $target"
  rustup target add "$target" || fail "rustup could not add $target" \
    "Try by hand: rustup target add $target"
}

# need_schemathesis FOLDER: a Python of its own there, with the versions that bin/lib/schemathesis.txt names.
need_schemathesis() {
  local folder=$1 list=$ROOT/bin/lib/schemathesis.txt
  cmp -s "$list" "$folder/installed" && return
  python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages "Python cannot make environments" python3 python3-venv
  note "installing schemathesis"
  rm -rf "$folder"
  if ! python3 -m venv "$folder" ||
    ! "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$list"; then
    fail "pip could not install schemathesis" "Try by hand: pip install -r bin/lib/schemathesis.txt"
  fi
  cp "$list" "$folder/installed"
}
