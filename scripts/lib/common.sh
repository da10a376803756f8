# shellcheck shell=bash
# What every script here shares: where things are, how to speak, and how to get what the tests need.
# Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target_dir=${CARGO_TARGET_DIR:-$root/target}
case $target_dir in /*) ;; *) target_dir=$root/$target_dir ;; esac
# Rust installed a minute ago is often not yet on the PATH of this shell.
[[ -d $HOME/.cargo/bin ]] && PATH=$PATH:$HOME/.cargo/bin

say() { printf '\n==> %s\n' "$*"; }

die() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The folder with initdb, pg_ctl and postgres, version 15 or newer. Debian keeps them off the PATH.
postgres_bin() {
  local dir newest=
  for dir in /usr/lib/postgresql/*/bin; do
    [[ -x $dir/initdb && $(basename "$(dirname "$dir")") -ge 15 ]] && newest=$dir
  done
  if [[ -z $newest ]] && has initdb; then
    [[ $(initdb --version | grep -oE '[0-9]+' | head -n 1) -ge 15 ]] && newest=$(dirname "$(command -v initdb)")
  fi
  [[ -n $newest ]] && printf '%s\n' "$newest"
}

# The browser under test: Debian's package, or what CHROMIUM names.
chromium_path() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser; do
    [[ -n $name ]] && has "$name" && command -v "$name" && return
  done
  return 1
}

node_is_new_enough() {
  has node && has npm && [[ $(node --version | grep -oE '[0-9]+' | head -n 1) -ge 18 ]]
}

# Debian keeps the part that fills a new environment in a package of its own.
can_make_venv() {
  has python3 && python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

has_cyrillic_font() { has fc-list && [[ -n $(fc-list :lang=ru family) ]]; }

# Installs what is missing of: compiler, postgres, pdf, browser, python (the words that a caller may name).
require() {
  local packages=() need
  for need in "$@"; do
    case $need in
      compiler) has cc || packages+=(build-essential) ;;
      postgres) [[ -n $(postgres_bin) ]] || packages+=(postgresql) ;;
      pdf) has pdftotext || packages+=(poppler-utils) ;;
      python) can_make_venv || packages+=(python3 python3-venv) ;;
      browser)
        chromium_path >/dev/null || packages+=(chromium)
        has node || packages+=(nodejs)
        has npm || packages+=(npm)
        has sqlite3 || packages+=(sqlite3)
        has_cyrillic_font || packages+=(fontconfig fonts-dejavu-core)
        ;;
      *) die "unknown need: $need" ;;
    esac
  done
  [[ ${#packages[@]} -eq 0 ]] || install_packages "${packages[@]}"
  for need in "$@"; do
    verify "$need"
  done
}

# A package of an older distribution may be there and still be too old: say so now, not in the middle of the tests.
verify() {
  case $1 in
    python) can_make_venv || die "Python 3.10 or newer with venv is needed (Debian 12 or newer has it)." ;;
    postgres) [[ -n $(postgres_bin) ]] || die "PostgreSQL 15 or newer is needed; this distribution's package is older (Debian 12 or newer has it)." ;;
    browser)
      node_is_new_enough || die "Node.js 18 or newer with npm is needed (Debian 12 or newer has it); found: $(node --version 2>/dev/null || echo none)."
      chromium_path >/dev/null || die "Chromium is needed: install the package, or set CHROMIUM=/path/to/chromium."
      ;;
  esac
}

install_packages() {
  local as_root=() by_hand="apt-get install --no-install-recommends $*"
  has apt-get || die "missing: $*. This machine has no apt-get: install them by its own means and run again."
  if [[ $EUID -ne 0 ]]; then
    has sudo || die "missing: $*. There is no sudo here: as root, run «$by_hand», then run again."
    if ! sudo -n true 2>/dev/null && [[ ! -t 0 ]]; then
      die "missing: $*. sudo asks for a password and there is no terminal to type it: as root, run «$by_hand», then run again."
    fi
    as_root=(sudo)
  fi
  say "Installing: $*"
  "${as_root[@]}" apt-get update -qq || die "apt-get update failed: check the network and /etc/apt, then run again."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" ||
    die "could not install: $*. As root, run «$by_hand», read what it says, then run again."
}

require_rust() {
  has cargo || die "Rust is needed: install it as https://www.rust-lang.org/tools/install says, then run again."
}

# The libraries of the browser tests, exactly as locked; nothing is fetched when they are already there.
install_node_modules() {
  local here=$root/tests-browser lock
  lock=$(sha256sum "$here/package-lock.json" | cut -d ' ' -f 1)
  [[ -f $here/node_modules/.locked-as && $(<"$here/node_modules/.locked-as") == "$lock" ]] && return
  say "Installing the libraries of the browser tests"
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund) ||
    die "npm could not install the libraries of tests-browser: check the network, then run again."
  printf '%s\n' "$lock" >"$here/node_modules/.locked-as"
}

# The same set of packages as the tests build, so that features unify alike and nothing compiles twice.
build_binary() {
  say "Building metodaktiv"
  # With the tests, so that its dependencies are the very ones that the tests are linked with and nothing is built twice.
  (cd "$root" && cargo test --workspace --no-run --quiet)
}

# Where the browser tests find the program and the browser.
export_browser_environment() {
  METODAKTIV_TEST_BIN=$target_dir/debug/metodaktiv
  BROWSER_ARTIFACTS=$target_dir/browser
  CHROMIUM=$(chromium_path)
  export METODAKTIV_TEST_BIN BROWSER_ARTIFACTS CHROMIUM
  mkdir -p "$BROWSER_ARTIFACTS"
}
