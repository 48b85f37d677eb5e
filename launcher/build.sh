# Building, one build at a time. Read by ../lucarne.
# shellcheck shell=bash disable=SC2154

# Messages in English wherever it runs, and no compiler or MSBuild process left behind: it would hold memory, and the
# lock, while a network trains.
dotnet_quietly() {
  local log=$1
  shift
  DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 \
    DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 \
    dotnet "$@" >"$log" 2>&1 </dev/null 9>&-
}

# build_once CHECK BUILD: runs BUILD under a lock unless CHECK says that another start has just done it.
build_once() {
  mkdir -p "$state" 2>/dev/null
  [ -w "$state" ] ||
    fail "$state cannot be written, so Lucarne cannot be built here; make it writable or move the checkout."
  exec 9>"$state/lock"
  if ! flock -n 9; then
    say "another start is building; waiting for it."
    flock 9
  fi
  "$1" || "$2"
  exec 9>&-
}

# compile LOG TARGET [OPTION…]
compile() {
  local log=$1 target=$2
  shift 2
  # shellcheck disable=SC2046
  dotnet_quietly "$log" build "$root/$target" -c Release --nologo -v minimal -clp:NoSummary -p:UseSharedCompilation=false $(locked_restore) "$@"
}

# The compiler that gives programs their machine code (docs/adr/0030) is a package for this machine's kind and the SDK's
# very version. Where it cannot be had, everything works and starts later.
compile_without_precompiler() {
  grep -q 'NU1.*Crossgen2' "$1" || return
  say "the package Microsoft.NETCore.App.Crossgen2 for this SDK cannot be had; building without it: every command starts a little later."
  compile "$@" -p:Precompiled=false
}

# build NAME TARGET: the build called NAME, which is the project or solution TARGET. The stamp takes the time at which
# building began, so that a file changed meanwhile is built the next time.
build() {
  local name=$1 target=$2 log=$state/build.log started=$SECONDS
  forget_other_checkout
  install_node_packages
  built_for >"$state/$name.new"
  say "building…"
  if ! compile "$log" "$target" && ! compile_without_precompiler "$log" "$target"; then
    # The compiler's own lines once each; where there are none (a tool is missing, say), the end of the log.
    grep -E '(error|Error) ?[A-Z]*[0-9]*:' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
    fail "the build failed; the lines above say where, and $log holds all of it."
  fi
  mv "$state/$name.new" "$state/$name"
  say "built in $((SECONDS - started)) s."
}

build_program() { build program src/Lucarne.Cli/Lucarne.Cli.csproj; }
build_tests() {
  build tests Lucarne.slnx
  cp -p "$state/tests" "$state/program"
}

# A continuous build must use exactly the versions in the lock files; a developer's build may write them.
locked_restore() { [ "${CI:-}" != true ] || echo -p:RestoreLockedMode=true; }

# Intermediate files hold absolute paths; after the checkout has moved they point at where it was.
forget_other_checkout() {
  if [ -e "$state/root" ] && [ "$(<"$state/root")" != "$root" ]; then
    say "the checkout has moved; building afresh."
    rm -rf "$root/artifacts/obj" "$root/artifacts/native" "$root/artifacts/bin"
  fi
  printf '%s\n' "$root" >"$state/root"
}

install_node_packages() {
  local web=$root/web
  [ -e "$web/package-lock.json" ] || return 0
  if [ "$web/package-lock.json" -nt "$web/node_modules/.package-lock.json" ]; then
    say "installing the chart packages with npm…"
    (cd "$web" && npm ci --no-audit --no-fund) >"$state/npm.log" 2>&1 </dev/null 9>&- || {
      tail -n 20 "$state/npm.log" >&2
      fail "npm could not install what web/package-lock.json lists; the lines above say why."
    }
  fi
}
