"""Builds libsppwhy with CMake and puts it into the package: `pip install ./python` needs no other step.

The library is C, and found by ctypes: one wheel serves every version of Python on a system. The libraries that it is linked
with lie beside it, all but the C library's own, and are found there (DT_RPATH, which they follow, too): a wheel works where
nothing else is installed, with the C library of the system it was built on, or a later one.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
TREE = HERE.parent
LIBRARY, WINDOWS_LIBRARY = "libsppwhy.so", "sppwhy.dll"
# A library that is built already; one for Windows (`./dev python wheel windows` builds it) makes a wheel for Windows.
BUILT = os.environ.get("SPPWHY_LIBRARY")
FOR_WINDOWS = BUILT is not None and BUILT.endswith(".dll")
# Of the C library: part of every system.
SYSTEM = re.compile(r"(linux-vdso|ld-linux.*|libc|libm|libpthread|libdl|librt|libresolv|libutil)[.]so")


def version() -> str:
    found = re.search(r'SPPWHY_VERSION_STRING "([0-9.]+)"', (TREE / "include/sppwhy/version.h").read_text())
    if not found:
        raise SystemExit("sppwhy: include/sppwhy/version.h beside python/ has no version; build from the whole tree")
    return found[1]


def needed(library: str) -> "list[tuple[str, str]]":
    """What a library is linked with, however far away: names, and where they are here."""
    said = subprocess.run(["ldd", library], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.findall(r"^\s*(\S+) => (/\S+)", said, re.MULTILINE)
    return [(name, path) for name, path in found if not SYSTEM.match(name)]


def without_formats(library: str) -> str:
    """The same with libarchive inside, where there is one to put in: of it, only the formats that are asked for.

    The shared one needs XML and with it Unicode's tables, 35 MB, for formats that are never read here.
    """
    compiler = os.environ.get("CC", "cc")
    said = subprocess.run([compiler, "-print-file-name=libarchive.a"], stdout=subprocess.PIPE, text=True).stdout.strip()
    static = Path(library).resolve().parent.parent / "libsppwhy.a"
    if not os.path.isabs(said) or not static.exists():
        return library
    others = [path for name, path in needed(library) if not name.startswith("libarchive.")]
    smaller = str(static.parent / ("small-" + LIBRARY))
    linking = [compiler, "-shared", "-o", smaller, "-Wl,-soname," + LIBRARY, "-Wl,--whole-archive", str(static)]
    linking += ["-Wl,--no-whole-archive", said, "-Wl,--exclude-libs,libarchive.a", "-Wl,--as-needed", *others, "-lm", "-lpthread"]
    linking += ["-Wl,--disable-new-dtags,-rpath,$ORIGIN", "-Wl,-z,defs", "-s"]
    done = subprocess.run(linking, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return smaller if done.returncode == 0 else library


class BuildWithLibrary(build_py):
    """The package, and in it the shared library."""

    def run(self) -> None:
        super().run()
        built = BUILT or self.build_library()
        package = Path(self.build_lib) / "sppwhy"
        for old in (*package.glob("*.so*"), *package.glob("*.dll")):  # of another build
            old.unlink()
        if FOR_WINDOWS:  # it needs nothing that is not on every Windows
            shutil.copyfile(built, package / WINDOWS_LIBRARY)
            return
        shutil.copyfile(built, package / LIBRARY)
        for name, path in needed(built):
            shutil.copyfile(path, package / name)

    def build_library(self) -> str:
        if os.name == "nt":
            raise SystemExit("sppwhy: the package for Windows is a wheel that is built on Debian: ./dev python wheel windows")
        if not shutil.which("cmake"):
            raise SystemExit("sppwhy: cmake is missing; `./dev python` installs all that the build needs")
        folder = HERE / "build" / "library"
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        subprocess.run(
            ["cmake", "-S", str(TREE), "-B", str(folder), *generator, "-DCMAKE_BUILD_TYPE=Release", "-DSPPWHY_TESTS=OFF"]
            + ["-DCMAKE_BUILD_RPATH=$ORIGIN", "-DCMAKE_SHARED_LINKER_FLAGS=-Wl,--disable-new-dtags"],
            check=True,
        )
        targets = ["--target", "libsppwhy", "--target", "sppwhy_shared"]
        subprocess.run(["cmake", "--build", str(folder), *targets, "--parallel"], check=True)
        return without_formats(str((folder / "installed" / LIBRARY).resolve()))


class PlatformWheel(bdist_wheel):
    """For any Python 3, on this kind of system."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> "tuple[str, str, str]":
        return ("py3", "none", "win_amd64" if FOR_WINDOWS else super().get_tag()[2])


class WithLibrary(Distribution):
    def has_ext_modules(self) -> bool:
        return True


setup(version=version(), cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel}, distclass=WithLibrary)
