#!/usr/bin/env python3
"""What files say of one another: no circle between them, and no comment that names one which is not there.

usage: check_files.py ROOT

A file is a .c with its header. Where a type's header and a helper of its implementation need each other they are one
mechanism; then both say so: "One mechanism with NAME" in their first comments. Prints each violation; status 1 when there is
one, or nothing to check.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
NAMED = re.compile(r"(?<![\w/<.-])((?:[\w-]+/)*[a-z][a-z0-9_]*\.[ch])\b(?!\()")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Of the systems and of other people.
ELSEWHERE = re.compile(r"^(linux|asm|sys)/|^(winerror|evntrace|slerror)\.h$")


def circles(edges):
    """Strongly connected components with more than one member (Tarjan)."""
    number, low, stack, found = {}, {}, [], []

    def visit(at):
        number[at] = low[at] = len(number)
        stack.append(at)
        for to in edges.get(at, ()):
            if to not in number:
                visit(to)
            if to in stack:
                low[at] = min(low[at], low[to])
        if low[at] == number[at]:
            members = stack[stack.index(at):]
            del stack[stack.index(at):]
            if len(members) > 1:
                found.append(sorted(members))

    for at in sorted(edges):
        if at not in number:
            visit(at)
    return found


def main(root):
    sys.setrecursionlimit(10000)
    files = {path.relative_to(root / "src").as_posix(): path.read_text() for path in sorted((root / "src").rglob("*.[ch]"))}
    if not files:
        print(f"check_files: no sources below {root}/src")
        return 1
    names = {path.name for folder in ("src", "include", "tests", "docs", "tools") for path in (root / folder).rglob("*.[ch]")}
    failed = 0
    edges = {}
    for name, text in files.items():
        for included in INCLUDE.findall(text):
            if included in files and included[:-2] != name[:-2]:
                edges.setdefault(name[:-2], set()).add(included[:-2])
        for comment in COMMENT.finditer(text):
            for file in NAMED.findall(comment.group()):
                if file.split("/")[-1] not in names and not ELSEWHERE.search(file):
                    print(f"src/{name}:{text.count(chr(10), 0, comment.start()) + 1}: a comment names {file}, which is not there")
                    failed = 1

    def said(one, other):
        first = COMMENT.search(files.get(one + ".h", ""))
        return first and f"One mechanism with {other.split('/')[-1]}.h" in re.sub(r"\s*\n \*\s*", " ", first.group())

    # Files that say so count as one.
    as_one = {}

    def root_of(name):
        while name in as_one:
            name = as_one[name]
        return name

    for one in sorted(edges):
        for other in sorted(edges[one]):
            if one in edges.get(other, ()) and said(one, other) and said(other, one):
                a, b = root_of(one), root_of(other)
                if a != b:
                    as_one[max(a, b)] = min(a, b)
    merged = {}
    for one, others in edges.items():
        at = root_of(one)
        merged.setdefault(at, set()).update({root_of(other) for other in others} - {at})
    for circle in circles(merged):
        print("these files need one another in a circle: " + ", ".join(circle))
        print('(where two are one mechanism, the first comments of both headers say so: "One mechanism with NAME.h")')
        failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
