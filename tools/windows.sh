# shellcheck shell=bash
#: windows [--test]
#: the program for Windows, build/windows/sppwhy.exe, and a zip of all that belongs to it, cross-built;
#: --test: and held against the native program, under Wine

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"
# shellcheck source=tools/cross/windows.sh
source "$root/tools/cross/windows.sh"

main() {
    main_of_windows "$@"
}
