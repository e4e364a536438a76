# shellcheck shell=bash
#: package
#: packages for Debian, in build/package

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

main() {
    need "$packages_to_package"
    build package all || die "the build failed"
    rm -f "$root"/build/package/*.deb
    (cd "$root/build/package" && quietly package cpack -G DEB) || die "the packages could not be made"
    ls "$root"/build/package/*.deb
}
