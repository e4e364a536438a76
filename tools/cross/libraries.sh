#!/usr/bin/env bash
# Builds the libraries of libraries.tsv, static, for another system, into FOLDER/prefix.
# Usage: libraries.sh windows|wasm FOLDER SOURCES [--missing]   (SOURCES: where sources.sh left the archives;
# --missing: only names what is not built)
# What is built stays: a library is built again only when libraries.tsv or this script changes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$1
mkdir -p "$2" "$3"
folder=$(cd "$2" && pwd)
sources=$(cd "$3" && pwd)
only_name=${4:-}
prefix=$folder/prefix
jobs=${SPPWHY_JOBS:-$(nproc)}
mkdir -p "$prefix/include" "$prefix/lib/pkgconfig" "$folder/work" "$folder/done"

case $target in
    windows)
        cc=x86_64-w64-mingw32-gcc-posix ar=x86_64-w64-mingw32-gcc-ar-posix
        flags=(-O2 -D__USE_MINGW_ANSI_STDIO=1 "-ffile-prefix-map=$folder=.")
        configure=(./configure --host=x86_64-w64-mingw32)
        cmake=(cmake "-DCMAKE_TOOLCHAIN_FILE=$here/windows.cmake")
        make=(make)
        ;;
    wasm)
        cc=emcc ar=emar
        flags=(-O2)
        export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}
        configure=(emconfigure ./configure --host=wasm32-unknown-emscripten)
        cmake=(emcmake cmake)
        make=(emmake make)
        ;;
    *)
        echo "libraries: '$target' is none of: windows wasm" >&2
        exit 3
        ;;
esac

unpack() {
    local archive
    archive=$(awk -F '\t' -v name="$1" '$1 == name { print $3 }' "$here/libraries.tsv")
    rm -rf "${folder:?}/work/$1"
    mkdir -p "$folder/work/$1"
    tar -xf "$sources/$archive" -C "$folder/work/$1" --strip-components=1
    cd "$folder/work/$1"
}

# archive_of LIBRARY FLAGS... -- FILES...: compiles files and makes a static library of them.
archive_of() {
    local name=$1 own=()
    shift
    while [ "$1" != -- ]; do
        own+=("$1")
        shift
    done
    shift
    mkdir -p objects
    printf '%s\n' "$@" | (cd objects && sed 's#^#../#' | xargs -P "$jobs" -n 8 "$cc" "${flags[@]}" "${own[@]}" -w -c)
    rm -f "$prefix/lib/$name"
    "$ar" rcs "$prefix/lib/$name" objects/*.o
}

# describe MODULE LIBRARY: for pkg-config.
describe() {
    printf 'Name: %s\nDescription: %s\nVersion: 1\nLibs: -L%s/lib -l%s\nCflags: -I%s/include %s\n' \
        "$1" "$1" "$prefix" "$2" "$prefix" "${3:-}" >"$prefix/lib/pkgconfig/$1.pc"
}

with_cmake() {
    "${cmake[@]}" -S . -B made -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
        "-DCMAKE_INSTALL_PREFIX=$prefix" "-DCMAKE_C_FLAGS=${flags[*]}" -DCMAKE_POLICY_VERSION_MINIMUM=3.5 "$@"
    ninja -j "$jobs" -C made install
}

build_zlib() {
    archive_of libz.a -I.. -- adler32.c crc32.c deflate.c infback.c inffast.c inflate.c inftrees.c trees.c zutil.c \
        compress.c uncompr.c
    cp zlib.h zconf.h "$prefix/include"
    describe zlib z
}

build_bzip2() {
    archive_of libbz2.a -- blocksort.c huffman.c crctable.c randtable.c compress.c decompress.c bzlib.c
    cp bzlib.h "$prefix/include"
}

build_libzstd() {
    local files=(lib/common/*.c lib/decompress/*.c)
    archive_of libzstd.a -DZSTD_DISABLE_ASM -DXXH_NAMESPACE=ZSTD_ -I../lib -I../lib/common -- "${files[@]}"
    cp lib/zstd.h lib/zstd_errors.h "$prefix/include"
    describe libzstd zstd
}

build_xxhash() {
    archive_of libxxhash.a -- xxhash.c
    cp xxhash.h xxh3.h "$prefix/include"
    describe libxxhash xxhash
}

build_uthash() { cp src/*.h "$prefix/include"; }

build_pcre2() {
    local files=() name
    cp src/pcre2.h.generic src/pcre2.h
    cp src/config.h.generic src/config.h
    cp src/pcre2_chartables.c.dist src/pcre2_chartables.c
    for name in auto_possess chartables compile config context convert dfa_match error extuni find_bracket jit_compile \
        maketables match match_data newline ord2utf pattern_info script_run serialize string_utils study substitute \
        substring tables ucd valid_utf xclass; do
        files+=("src/pcre2_$name.c")
    done
    archive_of libpcre2-8.a -DHAVE_CONFIG_H -DPCRE2_CODE_UNIT_WIDTH=8 -DSUPPORT_UNICODE -DSUPPORT_PCRE2_8 \
        -DPCRE2_STATIC -I../src -- "${files[@]}"
    cp src/pcre2.h "$prefix/include"
    describe libpcre2-8 pcre2-8 -DPCRE2_STATIC
}

build_libyaml() {
    archive_of libyaml.a -I../include -DYAML_DECLARE_STATIC '-DYAML_VERSION_STRING="0.2.5"' -DYAML_VERSION_MAJOR=0 \
        -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -- src/api.c src/reader.c src/scanner.c src/parser.c \
        src/loader.c src/writer.c src/emitter.c src/dumper.c
    cp include/yaml.h "$prefix/include"
    describe yaml-0.1 yaml -DYAML_DECLARE_STATIC
}

build_jansson() { with_cmake -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF; }

build_expat() {
    cd expat
    printf '#define XML_NS 1\n#define XML_DTD 1\n#define XML_CONTEXT_BYTES 1024\n#define BYTEORDER 1234\n' >lib/expat_config.h
    # Names of inner entities are hashed with a seed that the caller sets; nothing here asks the system for one.
    archive_of libexpat.a -I../lib -DXML_STATIC -DXML_POOR_ENTROPY -- lib/xmlparse.c lib/xmlrole.c lib/xmltok.c
    cp lib/expat.h lib/expat_external.h "$prefix/include"
    describe expat expat -DXML_STATIC
}

build_xz-utils() {
    with_cmake -DCREATE_XZ_SYMLINKS=OFF -DCREATE_LZMA_SYMLINKS=OFF -DENABLE_THREADS=OFF -DBUILD_TESTING=OFF \
        -DENABLE_NLS=OFF
    cp -r src/liblzma/api/lzma.h src/liblzma/api/lzma "$prefix/include"
    describe liblzma lzma -DLZMA_API_STATIC
}

# By hand: hundreds of questions to the compiler, at a second each, would be answered as follows.
build_xz-utils_wasm() {
    local name defines=() files=()
    cd src/liblzma
    for name in STDBOOL_H INTTYPES_H STDINT_H STRING_H LIMITS_H _BOOL CHECK_CRC32 CHECK_CRC64 CHECK_SHA256 DECODERS \
        DECODER_LZMA1 DECODER_LZMA2 DECODER_X86 DECODER_ARM DECODER_ARM64 DECODER_ARMTHUMB DECODER_IA64 DECODER_POWERPC \
        DECODER_SPARC DECODER_DELTA LZIP_DECODER ENCODERS ENCODER_LZMA1 ENCODER_LZMA2 MF_HC3 MF_HC4 MF_BT2 MF_BT3 MF_BT4; do
        defines+=("-DHAVE_$name=1")
    done
    for name in api common check lz rangecoder lzma delta simple ../common; do
        defines+=("-I../$name")
    done
    mapfile -t files < <(printf '%s\n' common/*.c check/{check,crc32_fast,crc32_table,crc64_fast,crc64_table,sha256}.c lz/*.c \
        lzma/{fastpos_table,lzma2_decoder,lzma2_encoder,lzma_decoder,lzma_encoder,lzma_encoder_optimum_fast}.c \
        lzma/{lzma_encoder_optimum_normal,lzma_encoder_presets}.c rangecoder/price_table.c delta/*.c simple/*.c \
        ../common/tuklib_{cpucores,physmem}.c | grep -v '_mt[.]c\|tablegen\|easy_\|microlzma_enc\|outqueue')
    archive_of liblzma.a -DTUKLIB_SYMBOL_PREFIX=lzma_ "${defines[@]}" -- "${files[@]}"
    cp -r api/lzma.h api/lzma "$prefix/include"
    describe liblzma lzma -DLZMA_API_STATIC
}

# Its one large file is made by its own scripts, which run here (tclsh).
build_sqlite3() {
    ./configure --disable-tcl >configure.log 2>&1 || ./configure >configure.log 2>&1
    make sqlite3.c >make.log 2>&1
    archive_of libsqlite3.a -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_THREADSAFE=1 -- sqlite3.c
    cp sqlite3.h "$prefix/include"
    describe sqlite3 sqlite3
}

build_libarchive() {
    "${configure[@]}" CFLAGS="${flags[*]} -DLZMA_API_STATIC -DLIBARCHIVE_STATIC" CPPFLAGS="-I$prefix/include" \
        LDFLAGS="-L$prefix/lib" "--prefix=$prefix" --disable-shared --enable-static --disable-bsdtar --disable-bsdcpio \
        --disable-bsdcat --without-openssl --without-xml2 --without-expat --without-iconv --without-nettle --without-lz4 \
        --without-libb2 --without-cng --disable-acl --disable-xattr --disable-dependency-tracking
    "${make[@]}" -j "$jobs" libarchive.la AUTOMAKE=: ACLOCAL=: AUTOCONF=: AUTOHEADER=:
    cp .libs/libarchive.a "$prefix/lib"
    cp libarchive/archive.h libarchive/archive_entry.h "$prefix/include"
    describe libarchive archive -DLIBARCHIVE_STATIC
    sed -i 's#^Libs:.*#& -lbz2 -llzma -lzstd -lz#' "$prefix/lib/pkgconfig/libarchive.pc"
}

# The function that builds a library: one for this target alone, where there is one.
builder_of() { declare -F "build_$1_$target" || echo "build_$1"; }

# Of what a library is made: its row, how it is built, for what.
stamp_of() {
    { echo "$1 $target"; grep -P "^$1\t" "$here/libraries.tsv"; declare -f "$(builder_of "$1")"; } | sha256sum
}

# In a subshell that ends at the first command that fails: it must not be part of a condition.
build_one() (
    set -e
    unpack "$1"
    "$(builder_of "$1")"
)

for name in zlib bzip2 libzstd xxhash uthash pcre2 libyaml jansson expat xz-utils sqlite3 libarchive; do
    stamp=$(stamp_of "$name")
    [ "$stamp" != "$(cat "$folder/done/$name" 2>/dev/null)" ] || continue
    if [ "$only_name" = --missing ]; then
        echo "$name"
        continue
    fi
    echo "$target: building $name" >&2
    status=0
    set +e
    build_one "$name" >"$folder/work/$name.log" 2>&1 </dev/null
    status=$?
    set -e
    if [ "$status" != 0 ]; then
        tail -n 30 "$folder/work/$name.log" >&2
        echo "$target: $name could not be built; all of what was said is in $folder/work/$name.log" >&2
        exit 1
    fi
    echo "$stamp" >"$folder/done/$name"
    rm -rf "${folder:?}/work/$name"
done
