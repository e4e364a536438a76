#!/usr/bin/env bash
# What `cmake --install` and `cpack -G DEB` give: put into a folder of their own, they are used as anybody would: the
# program is run, its manual read, docs/example.c built by pkg-config and by find_package.
# usage: install_test.sh BUILD_FOLDER C_COMPILER [SANITIZER_FLAGS]
set -uo pipefail

build=$(realpath "${1:?which build folder?}")
compiler=${2:?which C compiler?}
flags=${3:-}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

wrong() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

# quiet COMMAND...: a failure, with what it said.
quiet() {
    "$@" >said 2>&1 </dev/null || {
        wrong "$* ends with $?"
        cat said >&2
        return 1
    }
}

there() { [ -s "$1" ] || wrong "${1#"$work"/} is not there"; }

version=$(sed -n 's/^#define SPPWHY_VERSION_STRING "\(.*\)"$/\1/p' "$root/include/sppwhy/version.h")

# ---- cmake --install -------------------------------------------------------------------------------------------

DESTDIR=$work/tree quiet cmake --install "$build" --prefix /opt/sppwhy || exit 1
prefix=$work/tree/opt/sppwhy
[ "$(find "$work/tree" -maxdepth 2 -mindepth 1 | wc -l)" = 2 ] || wrong "something is installed outside of the prefix"
for file in bin/sppwhy share/man/man1/sppwhy.1 share/man/man5/sppwhy-rules.5 \
    share/bash-completion/completions/sppwhy share/zsh/site-functions/_sppwhy \
    share/fish/vendor_completions.d/sppwhy.fish share/doc/sppwhy/LICENSE share/doc/sppwhy/README.md \
    share/doc/sppwhy/docs/example.c share/sppwhy/rules/clock-skew.yaml share/sppwhy/rules/catalogue/codes.tsv; do
    there "$prefix/$file"
done
sppwhy=$prefix/bin/sppwhy
[ "$("$sppwhy" --version)" = "sppwhy $version" ] || wrong "--version is not $version"
"$sppwhy" -q "$root/samples" >report || wrong "the installed program does not work"
grep -q clock-skew report || wrong "the installed program finds nothing"
quiet "$sppwhy" rules lint "$prefix/share/sppwhy/rules"
if command -v man >/dev/null; then
    MANPATH=$prefix/share/man man sppwhy-rules >shown 2>/dev/null || wrong "man does not find sppwhy-rules"
    grep -q clock shown || wrong "man shows nothing of sppwhy-rules"
fi

# ---- the headers -------------------------------------------------------------------------------------------------

include=$(dirname "$(find "$prefix" -path '*/include/sppwhy')")
for header in "$include"/sppwhy/*.h; do
    name=sppwhy/$(basename "$header")
    there "$root/include/$name"
    printf '#include <%s>\n' "$name" >one.c
    cp one.c one.cc
    quiet "$compiler" -std=c11 -Wall -Wextra -Wpedantic -Werror -I"$include" -fsyntax-only one.c
    ! command -v c++ >/dev/null || quiet c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -I"$include" -fsyntax-only one.cc
    # sppwhy.h only includes the others
    [ "$name" = sppwhy/sppwhy.h ] || [ "$(grep -cxE 'SPPWHY_(BEGIN|END)' "$header")" = 2 ] ||
        wrong "$name has not all that it declares between SPPWHY_BEGIN and SPPWHY_END"
    [ "$name" = sppwhy/sppwhy.h ] || grep -q "\"$name\"" "$include/sppwhy/sppwhy.h" || wrong "sppwhy.h lacks $name"
done

# Every function that a header declares can be linked with, and nothing else is seen of the library.
functions=$(cat "$include"/sppwhy/*.h | grep -v '^ \*' | grep -v typedef | grep -oE '\bsppwhy_[a-z0-9_]+\(' | tr -d '(' | sort -u)
[ "$(wc -l <<<"$functions")" -ge 40 ] || wrong "too few functions were found in the headers: $functions"
seen_only() {
    local others
    others=$(awk 'NF >= 2 { print $NF }' symbols | grep -vE '^(sppwhy_[a-z0-9_]+|___?(asan|odr_asan|ubsan|sanitizer|lsan|start|stop).*)$|:$')
    [ -z "$others" ] || wrong "the $1 library shows more than the headers: $others"
    for function in $functions; do
        grep -qE " $function\$" symbols || wrong "the $1 library does not show $function"
    done
}

# ---- the library ---------------------------------------------------------------------------------------------------

cat >wanted <<'END'
lt-0077.contoso.com: Answer of the KMS host did not reach the client (response-lost)
srv-app1.contoso.com: Clocks are too far apart for activation (clock-skew)
END
# works COMMAND...: the example finds in the samples what is wanted.
works() {
    "$@" "$root/samples" >found 2>said || wrong "$* ends with $?: $(<said)"
    while IFS= read -r line; do
        grep -qxF "$line" found || wrong "$* does not find \"$line\" but: $(<found)"
    done <wanted
}

PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name sppwhy.pc)")
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion sppwhy)" = "$version" ] || wrong "pkg-config gives another version"
library_folder=$(pkg-config --variable=libdir sppwhy)
libraries=("$library_folder"/libsppwhy.*)
# A name of ours in somebody else's program does no harm.
printf 'int arena_alloc(void);\nint arena_alloc(void) { return 1; }\n' >own.c
# shellcheck disable=SC2046,SC2086 # several words each
quiet "$compiler" -Wall -Wextra -Werror $flags "$root/docs/example.c" own.c -o by-pkg-config $(pkg-config --cflags --libs sppwhy) &&
    works env LD_LIBRARY_PATH="$library_folder" ./by-pkg-config
quiet cmake -S "$root/tests/consumer" -B consumer -DCMAKE_PREFIX_PATH="$prefix" -DWANTED="$version" \
    -DEXAMPLE="$root/docs/example.c" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="$flags" &&
    quiet cmake --build consumer && works consumer/example
cmake -S "$root/tests/consumer" -B other -DCMAKE_PREFIX_PATH="$prefix" -DWANTED=99.0 >said 2>&1 </dev/null &&
    wrong "find_package gives another version than was wanted"
mkdir empty
consumer/example empty >found 2>said
[ $? = 2 ] || wrong "the example takes an empty folder for logs"
[ ! -s found ] || wrong "the example finds something in an empty folder: $(<found)"
grep -q '^empty: .*no event log' said || wrong "the example does not say that a folder is empty but: $(<said)"
mkdir packed
tar -czf packed/case.tgz -C "$root" samples
consumer/example packed >found 2>said || wrong "the example cannot read an archive in a folder: $(<said)"
while IFS= read -r line; do
    grep -qxF "$line" found || wrong "the example does not find \"$line\" in an archive"
done <wanted

if [ -f "$library_folder/libsppwhy.a" ]; then
    nm -g --defined-only "$library_folder/libsppwhy.a" >symbols
    seen_only static
fi
# The shared one is always built, and installed with SPPWHY_SHARED.
shared=$build/installed/libsppwhy.so
nm -D --defined-only "$shared" >symbols
seen_only shared
# shellcheck disable=SC2086
quiet "$compiler" $flags -I"$include" "$root/docs/example.c" "$shared" -o by-shared &&
    works env LD_LIBRARY_PATH="$build/installed" ./by-shared
[ ${#libraries[@]} -ge 1 ] || wrong "no library is installed"

# ---- the packages ----------------------------------------------------------------------------------------------------

finish() {
    [ "$failed" = 0 ] && echo "everything that was installed works"
    exit $((failed != 0))
}
if [ -n "$flags" ]; then
    finish # nobody packs what is built with sanitizers
fi
if ! command -v dpkg-shlibdeps >/dev/null || ! command -v dpkg >/dev/null; then
    echo "no dpkg-dev here: the packages are not tested"
    finish
fi
quiet cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/packages" || finish
program=("$work"/packages/sppwhy_"$version"_*.deb)
development=("$work"/packages/libsppwhy-dev_"$version"_*.deb)
there "${program[0]}"
there "${development[0]}"
for field in Package Version Section Priority Maintainer Architecture Depends Description; do
    [ -n "$(dpkg-deb -f "${program[0]}" "$field")" ] || wrong "the package has no $field"
done
[[ $(dpkg-deb -f "${program[0]}" Depends) =~ libc6\ .*libevtx ]] || wrong "the package does not depend on libevtx"
dpkg-deb -f "${development[0]}" Depends | grep -qE 'libevtx-dev|libsppwhy0' || wrong "libsppwhy-dev depends on no library"
for package in "$work"/packages/*.deb; do
    quiet dpkg -x "$package" "$work/debian"
    name=$(dpkg-deb -f "$package" Package)
    there "$work/debian/usr/share/doc/$name/copyright"
    there "$work/debian/usr/share/doc/$name/changelog.gz"
done
debian=$work/debian/usr
"$debian/bin/sppwhy" -q "$root/samples" | cmp -s - report || wrong "the program of the package finds something else"
for file in share/man/man1/sppwhy.1.gz share/man/man5/sppwhy-rules.5.gz share/zsh/vendor-completions/_sppwhy \
    share/bash-completion/completions/sppwhy include/sppwhy/sppwhy.h; do
    there "$debian/$file"
done
if command -v man >/dev/null; then
    MANPATH=$debian/share/man man sppwhy >shown 2>/dev/null || wrong "man does not find the package's sppwhy"
    grep -q fail-on shown || wrong "man shows nothing of sppwhy"
fi
PKG_CONFIG_PATH=$(dirname "$(find "$debian" -name sppwhy.pc)")
library_folder=$(pkg-config --variable=libdir sppwhy)
# shellcheck disable=SC2046
quiet "$compiler" "$root/docs/example.c" -o by-package $(pkg-config --cflags --libs sppwhy) &&
    works env LD_LIBRARY_PATH="$library_folder" ./by-package
if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error "$work"/packages/*.deb >said 2>&1 || wrong "lintian finds: $(<said)"
fi
finish
