# Which Debian or Ubuntu packages Lucarne needs, which are missing, and how they are installed.
# Read by ../lucarne.
# shellcheck shell=bash disable=SC2154

# What building and running need. A name on the left is a package; the words after it are how its presence is tested:
# a command on PATH, or the package itself for what is not a command.
needed_packages() {
  cat <<'LIST'
g++ command c++
make command make
cmake command cmake
pkgconf command pkg-config
libopenblas0 package
libvips-dev package
libgdcm-cil package
libsqlite3-0 package
fonts-dejavu-core package
ca-certificates package
LIST
  if [ -z "${LIBTORCH:-}" ]; then
    echo 'libtorch-dev package'
    echo 'libdnnl-dev package'
  fi
  if [ -e "$root/web/package.json" ]; then
    echo 'nodejs command node'
    echo 'npm command npm'
  fi
}

# What only the tests use: other people's implementations of the same formulas, to compare results with.
oracle_packages='python3-torch python3-torchvision python3-sklearn python3-pil python3-nibabel python3-scipy python3-pydicom python3-fastapi python3-uvicorn python3-multipart plastimatch dicom3tools dcm2niix postgresql chromium'

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }

has_dotnet() { command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; }

missing_packages() {
  local name kind probe
  while read -r name kind probe; do
    case $kind in
      command) command -v "$probe" >/dev/null || echo "$name" ;;
      package) is_installed "$name" || echo "$name" ;;
    esac
  done < <(needed_packages)
  # .NET takes any version of these two; the libraries' own packages carry it in their names, and these bring them.
  has_library 'libicuuc\.so' || echo 'libicu-dev'
  has_library 'libssl\.so' || echo 'openssl'
  has_dotnet || echo 'dotnet-sdk-10.0'
}

missing_oracles() {
  local name
  for name in $oracle_packages; do
    is_installed "$name" || echo "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# install NAME…: as root, or through sudo. The log is shown only when it goes wrong.
install() {
  local log=$state/install.log
  command -v apt-get >/dev/null ||
    fail "this system has no apt-get, so install these yourself and start again: $*. (The names are Debian's.)"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    fail "installing needs root, and sudo is not here; run as root: apt-get install --no-install-recommends $*"
  mkdir -p "$state"
  say "installing with apt-get: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 ||
    say "the package lists could not be refreshed (see $log); going on with the lists that are here."
  case " $* " in
    *' dotnet-sdk-10.0 '*)
      apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1 ||
        fail "the .NET 10 SDK is missing and this system's packages do not have it; install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
      ;;
  esac
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@" >>"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "apt-get could not install $*; the lines above say why. Mend that, or install them yourself, and start again."
  fi
}

ensure_packages() {
  local missing
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    missing=${missing//$'\n'/ }
    [ "${LUCARNE_NO_INSTALL:-}" != 1 ] ||
      fail "missing: $missing. LUCARNE_NO_INSTALL is set, so nothing was installed; install them or unset it."
    # shellcheck disable=SC2086
    install $missing
    hash -r
    has_dotnet || fail "the .NET 10 SDK is still not on PATH; install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again."
  fi
  warn_slow_blas
}

# Oracles make the tests say more, but tests run without them.
ensure_oracles() {
  local missing
  missing=$(missing_oracles)
  [ -n "$missing" ] || return 0
  missing=${missing//$'\n'/ }
  if [ "${LUCARNE_NO_ORACLES:-}" = 1 ] || [ "${LUCARNE_NO_INSTALL:-}" = 1 ]; then
    say "tests that compare with $missing will be skipped: these packages are not installed."
  else
    # shellcheck disable=SC2086
    install $missing
  fi
}

# With the reference BLAS a matrix product takes thirty times longer, and nothing else would say so.
warn_slow_blas() {
  local blas
  for blas in /usr/lib/*/libblas.so.3; do
    case $(readlink -f "$blas") in
      */blas/libblas.so.3*)
        say "$blas is the slow reference BLAS; choose OpenBLAS with: update-alternatives --auto libblas.so.3-$(basename "$(dirname "$blas")")"
        ;;
    esac
  done
}
