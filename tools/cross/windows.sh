# shellcheck shell=bash
# Making and testing the program for Windows: ./dev windows, and a part of ./dev test. Sourced.

: "${root:?sourced by ./dev}" "${packages_for_windows:?}" "${packages_to_test_windows:?}"
# shellcheck source=tools/cross/cross.sh
source "$root/tools/cross/cross.sh"

# The preset: what is handed out, or one that is built in half of the time (./dev test).
windows_preset=windows

# make_windows: the program, from libraries that are there.
make_windows() {
    build "$windows_preset" sppwhy "-DSPPWHY_CROSS_PREFIX=$cross_folder/windows/prefix"
}

# The licenses of all that is linked into the program, each as its archive has it.
gather_licenses() {
    local name archive _rest
    mkdir -p "$1"
    cp "$root/LICENSE" "$1/sppwhy.txt"
    while IFS=$'\t' read -r name _rest archive _rest; do
        case $name in '#'* | '') continue ;; esac
        tar -xOf "$cross_folder/sources/$archive" --wildcards --no-wildcards-match-slash '*/COPYING*' '*/LICEN[SC]E*' '*/LICENCE*' \
            '*/README' '*/expat/COPYING' >"$1/$name.txt" 2>/dev/null || true
        [ -s "$1/$name.txt" ] || echo "public domain; see the source of $archive" >"$1/$name.txt"
    done <"$root/tools/cross/libraries.tsv"
}

zip_windows() {
    local version folder
    version=$(sed -n 's/^#define SPPWHY_VERSION_STRING "\(.*\)"$/\1/p' "$root/include/sppwhy/version.h")
    folder=$root/build/$windows_preset/sppwhy-$version-windows
    rm -rf "$folder" "$folder.zip"
    mkdir -p "$folder"
    cp "$root/build/$windows_preset/sppwhy.exe" "$root/README.md" "$root/tools/collect.cmd" "$root/tools/collect.ps1" "$folder"
    cp -r "$root/rules" "$root/samples" "$folder"
    cp "$root/docs/windows.md" "$folder/WINDOWS.md"
    gather_licenses "$folder/licenses"
    (cd "$root/build/$windows_preset" && zip -qrX "$folder.zip" "${folder##*/}")
    printf '%s\n%s\n' "$root/build/$windows_preset/sppwhy.exe" "$folder.zip"
}

test_windows() {
    need "$packages_to_test_windows"
    native_ready || return 1
    SPPWHY_WINEPREFIX=$cross_folder/wine "$root/tests/windows/windows_test.sh" "${native:?}/sppwhy" \
        "$root/build/$windows_preset/sppwhy.exe" "$native/tests/logwriter" "$root"
}

main_of_windows() {
    [ $# = 0 ] || [ "$*" = --test ] || wrong_words windows "'$*' is no option of it"
    need "$packages_for_windows"
    cross_libraries windows || die "the libraries could not be built"
    make_windows || die "the build failed"
    zip_windows
    [ $# = 0 ] || test_windows
}
