#!/usr/bin/env python3
"""Writes src/base/code_pages.bin: what src/base/code_page.c decodes text by. Code pages do not change: run once.

Unicode units of 16 bits, little-endian, 0xFFFD where there is none; in the order and of the sizes that code_page.c has.
"""

import struct
from pathlib import Path

SINGLE = ("cp852", "cp866", "cp1250", "cp1251")  # 0x80 to 0xFF
DOUBLE = (  # lead bytes, trail bytes: those in which the words of Windows lie
    ("cp932", [*range(0x81, 0xA0), *range(0xE0, 0xFD)], range(0x40, 0xFD)),
    ("cp936", range(0xA1, 0xF8), range(0xA1, 0xFF)),
    ("cp949", range(0xA1, 0xFF), range(0xA1, 0xFF)),
    ("cp950", range(0xA1, 0xFA), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
)


def unit(page: str, *given: int) -> bytes:
    try:
        text = bytes(given).decode(page)
    except UnicodeDecodeError:
        text = "\ufffd"
    return struct.pack("<H", ord(text) if len(text) == 1 and ord(text) < 0x10000 else 0xFFFD)


out = b"".join(unit(page, byte) for page in SINGLE for byte in range(0x80, 0x100))
out += b"".join(unit(page, lead, trail) for page, leads, trails in DOUBLE for lead in leads for trail in trails)
Path(__file__).resolve().parent.parent.joinpath("src/base/code_pages.bin").write_bytes(out)
