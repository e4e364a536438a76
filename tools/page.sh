# shellcheck shell=bash
#: page [--test]
#: the page that needs no program, build/page/sppwhy.html: drop logs on it in a browser, and nothing leaves it;
#: --test: and held against the native program, in headless Chromium

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"
# shellcheck source=tools/cross/page.sh
source "$root/tools/cross/page.sh"

main() {
    main_of_page "$@"
}
