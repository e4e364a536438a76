# shellcheck shell=bash
#: browser
#: the HTML report in headless Chromium; pictures of it are left in build/browser

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

main() {
    need "$packages_to_browse"
    build_release sppwhy
    build_release logwriter
    "$root/tests/browser/browser_test.sh" "$root/build/release/sppwhy" "$root/build/release/tests/logwriter" \
        "$root/samples" "$root/build/browser"
}
