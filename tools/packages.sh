# shellcheck shell=bash disable=SC2034
# What the commands of ./dev need of Debian, and how it is installed. A table a purpose; a command calls `need` with its
# own. Each line: a package, and how to see that what it brings is there (a command, a module of pkg-config, a header,
# or a file). Looking for the thing, not for the package, works where the thing came from elsewhere.
#
# Every program that a script, a test or a step of the build calls is here, unless Debian's essential packages have
# it or the script does without it (`command -v`): tools/programs.sh, a part of ./dev lint, looks for one that does not.

: "${root:?sourced by ./dev}"

packages_to_run='
cmake           command cmake
ninja-build     command ninja
gcc             command gcc
binutils        command objcopy
libc6-dev       header  stdio.h
pkg-config      command pkg-config
libevtx-dev     module  libevtx
libbfio-dev     module  libbfio
libpcre2-dev    module  libpcre2-8
libyaml-dev     module  yaml-0.1
libsqlite3-dev  module  sqlite3
libxxhash-dev   module  libxxhash
libarchive-dev  module  libarchive
libjansson-dev  module  jansson
zlib1g-dev      module  zlib
libexpat1-dev   module  expat
libseccomp-dev  module  libseccomp
uthash-dev      header  uthash.h'

packages_to_build_tests="$packages_to_run
libcmocka-dev   module  cmocka"

packages_to_test="$packages_to_build_tests
cmake           command ctest
cmake           command cpack
binutils        command nm
binutils        command strip
valgrind        command valgrind
clang           command clang
mandoc          command mandoc
jq              command jq
sqlite3         command sqlite3
python3         command python3
file            command file
bsdextrautils   command col
dpkg-dev        command dpkg-shlibdeps
abigail-tools   command abidw"

packages_to_cover="$packages_to_test
gcovr           command gcovr"

packages_to_lint="$packages_to_build_tests
clang           command clang
clang-format    command clang-format
clang-tidy      command clang-tidy
jq              command jq
shellcheck      command shellcheck
shfmt           command shfmt"

packages_to_package="$packages_to_run
cmake           command cpack
dpkg-dev        command dpkg-shlibdeps"

packages_to_browse="$packages_to_build_tests
chromium        command chromium
chromium-driver command chromedriver
curl            command curl
jq              command jq
fonts-dejavu-core file  /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

# What builds for Windows and for the browser (tools/cross/).
packages_to_cross='
cmake           command cmake
ninja-build     command ninja
gcc             command gcc
libc6-dev       header  stdio.h
libyaml-dev     header  yaml.h
make            command make
patch           command patch
pkg-config      command pkg-config
tcl             command tclsh
xz-utils        command xz
bzip2           command bzip2
zip             command zip'

packages_for_windows="$packages_to_cross
gcc-mingw-w64-x86-64-posix command x86_64-w64-mingw32-gcc-posix
binutils-mingw-w64-x86-64 command x86_64-w64-mingw32-windres
binutils-mingw-w64-x86-64 command x86_64-w64-mingw32-objdump"

packages_to_test_windows="$packages_to_build_tests
wine64          file    /usr/lib/wine/wine64
wine            command wine
wine            command wineserver
zip             command zip
xz-utils        command xz"

packages_for_page="$packages_to_cross
emscripten      command emcc
nodejs          command node"

packages_to_test_page="$packages_for_page
$packages_to_browse
zip             command zip"

packages_to_format='
clang-format    command clang-format'

packages_to_make_bare='
debootstrap     command debootstrap
git             command git'

is_there() {
    case $1 in
        command) have "$2" ;;
        file) [ -e "$2" ] ;;
        module) have pkg-config && pkg-config --exists "$2" ;;
        python) have python3 && python3 -c "import $2" 2>/dev/null ;;
        header) have gcc && printf '#include <%s>\n' "$2" | gcc -E -x c - >/dev/null 2>&1 ;;
    esac
}

# what_is_missing TABLE: the packages, one a line.
what_is_missing() {
    local package kind name
    while read -r package kind name; do
        [ -n "$package" ] || continue
        is_there "$kind" "$name" || printf '%s\n' "$package"
    done <<<"$1" | sort -u
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# apt LOG WORD...: apt-get; where another apt or dpkg is at work, waits for it for up to ten minutes. apt-get itself can
# wait for dpkg's lock only, not for those of its lists and its downloads.
apt() {
    local log=$1 said=no try
    shift
    for ((try = 0; try < 120; try++)); do
        as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=600 "$@" \
            >"$log" 2>&1 </dev/null && return
        grep -qE 'Could not get lock|Unable to (acquire|lock)|is another process using it' "$log" || return
        [ "$said" = yes ] || say 'another apt is at work here; waiting for it'
        said=yes
        sleep 5
    done
    return 1
}

# install_packages PACKAGE...: quiet unless it fails.
install_packages() {
    local log
    have apt-get || {
        say "missing: $* (Debian's names); install them with this system's package manager and try again"
        return 1
    }
    [ "$(id -u)" = 0 ] || have sudo || {
        say "missing: $*; there is no sudo here, so as root do: apt-get install $*"
        return 1
    }
    say "installing $*"
    log=$(mktemp)
    # A list that cannot be refreshed may still be good enough: only the installation decides.
    apt "$log" update || true
    if ! apt "$log" install -y --no-install-recommends "$@"; then
        cat "$log" >&2
        rm -f "$log"
        say "could not install: $*"
        return 1
    fi
    rm -f "$log"
}

# need TABLE
need() {
    local missing=()
    mapfile -t missing < <(what_is_missing "$1")
    [ ${#missing[@]} = 0 ] && return
    install_packages "${missing[@]}" || exit 1
    mapfile -t missing < <(what_is_missing "$1")
    [ ${#missing[@]} = 0 ] || die "installed, and still not found: ${missing[*]}"
}

can_sanitize() {
    printf 'int main(void){return 0;}\n' | clang -x c -fsanitize=address,undefined -o /dev/null - >/dev/null 2>&1
}

# clang's sanitizers are in a package of their own, with clang's version in its name.
need_sanitizers() {
    can_sanitize && return
    local version
    version=$(clang -dumpversion)
    install_packages "libclang-rt-${version%%.*}-dev" || exit 1
    can_sanitize || die "clang cannot build with -fsanitize=address,undefined"
}

packages_for_python="$packages_to_build_tests
python3         command python3
python3-venv    python  ensurepip"

packages_for_spark="$packages_for_python
default-jre-headless command java"
