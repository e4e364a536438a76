"""Builds libsppwhy with CMake and puts it into the package: `pip install ./python` needs no other step.

The library is C, and found by ctypes: one wheel serves every version of Python on a system.
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
LIBRARY = "libsppwhy.so"


def version() -> str:
    found = re.search(r'SPPWHY_VERSION_STRING "([0-9.]+)"', (TREE / "include/sppwhy/version.h").read_text())
    if not found:
        raise SystemExit("sppwhy: include/sppwhy/version.h beside python/ has no version; build from the whole tree")
    return found[1]


class BuildWithLibrary(build_py):
    """The package, and in it the shared library."""

    def run(self) -> None:
        super().run()
        built = os.environ.get("SPPWHY_LIBRARY") or self.build_library()
        shutil.copyfile(built, Path(self.build_lib) / "sppwhy" / LIBRARY)

    def build_library(self) -> str:
        if not shutil.which("cmake"):
            raise SystemExit("sppwhy: cmake is missing; `./dev python` installs all that the build needs")
        folder = HERE / "build" / "library"
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        subprocess.run(
            ["cmake", "-S", str(TREE), "-B", str(folder), *generator, "-DCMAKE_BUILD_TYPE=Release", "-DSPPWHY_TESTS=OFF"],
            check=True,
        )
        subprocess.run(["cmake", "--build", str(folder), "--target", "sppwhy_shared", "--parallel"], check=True)
        return str((folder / "installed" / LIBRARY).resolve())


class PlatformWheel(bdist_wheel):
    """For any Python 3, on this kind of system."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> "tuple[str, str, str]":
        return ("py3", "none", super().get_tag()[2])


class WithLibrary(Distribution):
    def has_ext_modules(self) -> bool:
        return True


setup(version=version(), cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel}, distclass=WithLibrary)
