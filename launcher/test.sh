# Runs every test project, one after another (two that train at once slow each other tenfold), and the fuzzer.
# Read by ../lucarne.
# shellcheck shell=bash disable=SC2154

test_usage="usage: ./lucarne test [--filter X]    X is part of a test's full name, or a dotnet test filter expression"

# The longest that one test project may take, in seconds; a test that hangs must not hang everything.
test_timeout=${LUCARNE_TEST_TIMEOUT:-1500}

total_passed=0 total_failed=0 total_skipped=0

# run_test [--filter X]
run_test() {
  local filter='' project name results=$state/results
  while [ $# -gt 0 ]; do
    case $1 in
      --filter)
        [ $# -ge 2 ] || { say "--filter needs a value. $test_usage"; exit 2; }
        filter=$2
        shift 2
        ;;
      --filter=*) filter=${1#*=}; shift ;;
      -h | --help) echo "$test_usage"; exit 0 ;;
      *) say "unknown option $1. $test_usage"; exit 2 ;;
    esac
  done

  ensure_packages
  ensure_oracles
  # The oracles are packages of the distribution's own Python, which need not be the first on PATH.
  [ -n "${LUCARNE_PYTHON:-}" ] || [ ! -x /usr/bin/python3 ] || export LUCARNE_PYTHON=/usr/bin/python3
  tests_up_to_date || build_once tests_up_to_date build_tests

  rm -rf "$results"
  mkdir -p "$results"
  for project in "$root"/tests/*.Tests/*.Tests.csproj "$root"/tests/*.EndToEnd/*.EndToEnd.csproj; do
    name=$(basename "$project" .csproj)
    printf '\n== %s\n' "$name"
    run_project "$project" "$results/$name.trx" "$filter"
    add_results "$name" $? "$results"
  done

  printf '\n'
  if [ -s "$results/durations" ]; then
    echo 'Slowest tests:'
    sort -rn "$results/durations" | head -n 5 | sed 's/^/  /'
  fi
  echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
  [ "$total_failed" = 0 ] && [ "$total_passed" -gt 0 ]
}

# run_fuzz [READER…] [--seconds N] [--seed S]: what makes a reader fail otherwise than by refusing is kept in artifacts/fuzz.
run_fuzz() {
  ensure_packages
  tests_up_to_date || build_once tests_up_to_date build_tests
  dotnet "$root/artifacts/bin/Lucarne.Fuzz/release/Lucarne.Fuzz.dll" --keep "$root/artifacts/fuzz" "$@"
}

# run_project PROJECT RESULTS FILTER
run_project() {
  local arguments=(test "$1" -c Release --no-build --nologo --logger "console;verbosity=normal" --logger "trx;LogFileName=$2")
  [ -z "$3" ] || arguments+=(--filter "$3")
  DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 \
    timeout --foreground --kill-after=30 "$test_timeout" dotnet "${arguments[@]}" 2>&1 </dev/null
}

# add_results NAME STATUS FOLDER. A project that ended badly without naming a failed test (its process died, or it took
# too long) counts as one failure.
add_results() {
  local passed=0 failed=0 skipped=0
  if [ -e "$3/$1.trx" ]; then
    read -r passed failed skipped < <(awk -f "$root/launcher/trx.awk" -v list="$3/durations" "$3/$1.trx")
  fi
  if [ "$2" != 0 ] && [ "$failed" = 0 ]; then
    failed=1
    say "$1 ended with status $2 and named no failed test: its process died, or it took over $test_timeout s."
  fi
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
  total_skipped=$((total_skipped + skipped))
}
