# shellcheck shell=bash
#: run [PATH...]
#: build sppwhy and explain the logs in PATH (default: samples/); any argument of sppwhy may follow

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

main() {
    need "$packages_to_run"
    build_release installed
    if [ $# = 0 ]; then
        if [ "$PWD" = "$root" ]; then set -- samples; else set -- "$root/samples"; fi
    fi
    exec "$root/build/release/sppwhy" "$@"
}
