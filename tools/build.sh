# shellcheck shell=bash
# Configuring and building the presets of CMakePresets.json; a part of the commands that need a build.

: "${root:?sourced by ./dev}" "${log_folder:?}"

# configure PRESET [OPTION...]: only when there is something to do. A build folder that was moved here from
# elsewhere is made anew.
configure() {
    local preset=$1 folder=$root/build/$1
    local cache=$folder/CMakeCache.txt wanted
    wanted="$(cat "$root/CMakePresets.json") $*"
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        rm -rf "$folder"
    fi
    if [ -f "$folder/build.ninja" ] && [ "$wanted" = "$(cat "$folder/dev-configured" 2>/dev/null)" ]; then
        return
    fi
    shift
    (cd "$root" && quietly "configure-$preset" cmake --preset "$preset" "$@") || return 1
    printf '%s\n' "$wanted" >"$folder/dev-configured"
}

# build PRESET TARGET [OPTION...]
build() {
    local preset=$1 target=$2
    shift 2
    [ -f "$root/build/$preset/build.ninja" ] ||
        say "building for the first time, in build/$preset: a minute or two; what the compiler says goes to build/log"
    configure "$preset" "$@" && quietly "build-$preset" cmake --build "$root/build/$preset" --target "$target"
}

# The log writer and the tests need cmocka; who only runs sppwhy does not.
build_release() {
    local tests=OFF
    is_there module cmocka && tests=ON
    build release "$1" "-DSPPWHY_TESTS=$tests" || die "the build failed"
}

# native_ready: the program and the log writer that others are held against, in the folder $native: where nothing was said
# (./dev test has just built build/debug) those of the release.
native_ready() {
    [ -z "${native:-}" ] || return 0
    native=$root/build/release
    build_release sppwhy && build_release logwriter
}
