# shellcheck shell=bash
# Making and testing the page for a browser: ./dev page, and a part of ./dev test. Sourced.

: "${root:?sourced by ./dev}" "${packages_for_page:?}" "${packages_to_test_page:?}"
# shellcheck source=tools/cross/cross.sh
source "$root/tools/cross/cross.sh"

# make_page: from libraries that are there.
make_page() {
    # emscripten finds what it needs of node's packages only where it is told to look.
    NODE_PATH=${NODE_PATH:-/usr/share/nodejs} build page page "-DSPPWHY_CROSS_PREFIX=$cross_folder/wasm/prefix" &&
        printf '%s\n' "$root/build/page/sppwhy.html"
}

# Whether all is there without anything being installed or built for minutes.
page_can_be_tested() {
    [ -z "$(what_is_missing "$packages_to_test_page")" ] && [ -z "$(cross_missing wasm)" ]
}

test_page() {
    need "$packages_to_test_page"
    native_ready || return 1
    "$root/tests/page/page_test.sh" "${native:?}/sppwhy" "$root/build/page/sppwhy.html" \
        "$native/tests/logwriter" "$root" "$root/build/page/pictures"
}

main_of_page() {
    [ $# = 0 ] || [ "$*" = --test ] || wrong_words page "'$*' is no option of it"
    need "$packages_for_page"
    cross_libraries wasm || die "the libraries could not be built"
    make_page || die "the build failed"
    [ $# = 0 ] || test_page
}
