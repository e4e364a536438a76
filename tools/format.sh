# shellcheck shell=bash
#: format
#: format the C sources in place

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"

main() {
    need "$packages_to_format"
    project_files '*.[ch]' src include tests docs | (cd "$root" && xargs -0 -r clang-format -i)
}
