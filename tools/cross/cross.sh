# shellcheck shell=bash
# The libraries that are built for another system (libraries.sh), kept outside of the checkout: they take minutes to
# build, and every checkout of one machine can use them. Sourced by commands of ./dev.

: "${root:?sourced by ./dev}"

cross_folder=${SPPWHY_CROSS_FOLDER:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/sppwhy/cross}

# cross_libraries windows|wasm
cross_libraries() {
    [ -n "$(cross_missing "$1")" ] || return 0
    say "building libraries for $1 in $cross_folder; the first time this takes some minutes"
    mkdir -p "$cross_folder/sources"
    "$root/tools/cross/sources.sh" "$cross_folder/sources" &&
        "$root/tools/cross/libraries.sh" "$1" "$cross_folder/$1" "$cross_folder/sources"
}

# cross_missing windows|wasm: the libraries that are not built yet, or not as they are described now.
cross_missing() { "$root/tools/cross/libraries.sh" "$1" "$cross_folder/$1" "$cross_folder/sources" --missing; }
