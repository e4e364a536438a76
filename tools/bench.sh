# shellcheck shell=bash
#: bench [MB]
#: measure sppwhy beside other readers of event logs, on MB megabytes each (default 32)

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

main() {
    local megabytes=${1:-32}
    [[ $megabytes =~ ^[1-9][0-9]{0,4}$ ]] || wrong_words bench "'$megabytes' is no number of megabytes"
    need "$packages_to_build_tests"
    local target
    for target in sppwhy logwriter bench_read scale growth; do build_release "$target"; done
    # shellcheck source=tests/bench/bench.sh
    source "$root/tests/bench/bench.sh"
    bench_tables "$megabytes"
}
