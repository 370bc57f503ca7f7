# Shared by the programs in script/: what they need, how it is installed, and how they speak.
# shellcheck shell=bash

# Each line is a Debian package and the probe that finds what it brings, however it was installed:
# a command, a module of pkg-config, a header, an option that clang can link, a module of Python, or
# a file.
needs_build='
gcc             command gcc
libc6-dev       header  stdlib.h
meson           command meson
ninja-build     command ninja
pkg-config      command pkg-config
libyaml-dev     module  yaml-0.1
'
# What the example programs read.
needs_demo="$needs_build"'
libsqlite3-dev  module  sqlite3
tzdata          file    /usr/share/zoneinfo/tzdata.zi
'
needs_test='
check           module  check
libjansson-dev  module  jansson
libical-dev     module  libical
libsqlite3-dev  module  sqlite3
python3         command python3
libxml2-utils   command xmllint
tzdata          file    /usr/share/zoneinfo/tzdata.zi
clang           command clang
libclang-rt-dev compiler -fsanitize=address
clang-format    command clang-format
clang-tidy      command clang-tidy
valgrind        command valgrind
fonts-dejavu-core file  /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
fonts-liberation file   /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf
'
# What script/wheel needs beside the build: what is linked into a wheel, and Python's own tools.
needs_wheel='
libjansson-dev  module  jansson
python3-venv    python  ensurepip
binutils        command readelf
tzdata          file    /usr/share/zoneinfo/tzdata.zi
'
# What script/at-scale needs beside a wheel.
needs_spark='
default-jre-headless command java
'
# What script/fuzz needs beside the build.
needs_fuzz='
check           module  check
python3         command python3
clang           command clang
libclang-rt-dev compiler -fsanitize=fuzzer,address
'

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

found() { # KIND WHAT
  case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    module) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$2" ;;
    header) command -v gcc >/dev/null 2>&1 && printf '#include <%s>\n' "$2" | gcc -fsyntax-only -x c - 2>/dev/null ;;
    compiler) command -v clang >/dev/null 2>&1 && clang_links "$2" ;;
    python) command -v python3 >/dev/null 2>&1 && python3 -c "import $2" 2>/dev/null ;;
    file) [ -e "$2" ] ;;
    *) die "unknown probe $1" ;;
  esac
}

# Whether clang has the run-time library of an option, which is a package of its own.
clang_links() { # OPTION
  local work status=0
  work=$(mktemp -d)
  printf 'int LLVMFuzzerTestOneInput(void);\nint LLVMFuzzerTestOneInput(void) { return 0; }\n' >"$work/a.c"
  [[ $1 == *fuzzer* ]] || printf 'int main(void) { return 0; }\n' >>"$work/a.c"
  clang "$1" "$work/a.c" -o "$work/a" >/dev/null 2>&1 || status=1
  rm -rf "$work"
  return $status
}

missing_packages() { # LIST of needs
  local package kind what
  while read -r package kind what; do
    if [ -n "$package" ] && ! found "$kind" "$what"; then
      printf '%s ' "$package"
    fi
  done <<<"$1"
}

apt() {
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 "$@"
}

# Installs what is missing, where that is allowed; else says the one command and stops.
ensure() { # LIST of needs
  local missing command log
  missing=$(missing_packages "$1")
  missing=${missing% }
  [ -n "$missing" ] || return 0
  command="apt-get install -y --no-install-recommends $missing"
  say "Missing: $missing"
  if [ -n "${no_install:-}" ]; then
    say "Would install with: $command"
    exit 3
  fi
  command -v apt-get >/dev/null 2>&1 || {
    say "This machine has no apt-get. Install what these Debian packages bring, then run $0 again."
    exit 3
  }
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    say "Run this as root, then $0 again:"
    say "  $command"
    exit 3
  fi
  say "Installing with: $command"
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! apt-cache show $missing >/dev/null 2>&1; then
    apt update >"$log" 2>&1 || true
  fi
  # shellcheck disable=SC2086
  apt install -y --no-install-recommends $missing >"$log" 2>&1 ||
    { apt update && apt install -y --no-install-recommends $missing; } >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "the packages could not be installed"
  }
  rm -f "$log"
  missing=$(missing_packages "$1")
  [ -z "$missing" ] || die "installed, and still not found: $missing"
}

# A build folder with these options, made or brought up to date.
configure() { # FOLDER OPTION...
  local folder=$1
  shift
  if [ -e "$folder/build.ninja" ]; then
    meson configure "$folder" "$@" && ninja -C "$folder" build.ninja
  else
    rm -rf "$folder"
    meson setup "$folder" "$@"
  fi
}
