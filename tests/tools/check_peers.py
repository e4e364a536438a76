#!/usr/bin/python3
"""Holds one other reader against what a scenario says.

usage: check_peers.py evtxexport|python-evtx FOLDER EXPECTED.jsonl

EXPECTED.jsonl comes from `logwriter --list`. Every record of every file must be found, with the right number,
time, ids, names and strings, and nothing else. Prints each difference; exits 1 when there is one.

What the readers themselves cannot do, so scenarios for this check should do without: libevtx 20181227 garbles
characters outside of the Basic Multilingual Plane, python-evtx 0.6.1 dies of strings with a character whose low
byte is 0 (such as U+0100).
"""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timezone

NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def by_evtxexport(path):
    """The events of a file as XML, by libevtx."""
    done = subprocess.run(["evtxexport", "-f", "xml", path], capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    for part in text.split("<Event ")[1:]:
        yield "<Event " + part[: part.rindex("</Event>") + len("</Event>")]


def by_python_evtx(path):
    """The events of a file as XML, by python-evtx; checksums are verified on the way."""
    import Evtx.Evtx

    with Evtx.Evtx.Evtx(path) as log:
        header = log.get_file_header()
        if not header.verify():
            raise ValueError("the file header does not verify")
        for number, chunk in enumerate(header.chunks()):
            if not chunk.verify():
                raise ValueError(f"chunk {number} does not verify")
        for record in log.records():
            yield record.xml()


def parse_time(text):
    """Microseconds since 1970; the two readers print a time differently."""
    text = text.replace(" ", "T").removesuffix("Z").removesuffix("+00:00")
    seconds, _, fraction = text.partition(".")
    whole = datetime.fromisoformat(seconds).replace(tzinfo=timezone.utc).timestamp()
    return int(whole) * 1000000 + int((fraction + "000000")[:6])


def same_time(found, expected):
    """python-evtx goes through floating point, so the last microseconds may differ."""
    return abs(parse_time(found) - parse_time(expected)) <= 2


def comparable(strings):
    """The strings as both readers can tell them.

    XML has no carriage returns of its own. python-evtx puts all strings of a classic event into one <Data>,
    each in "<string>...</string>", with the empty ones out of place.
    """
    whole = "\n".join(strings)
    parts = re.findall(r"<string>(.*?)</string>", whole, re.DOTALL) or strings
    return [part.replace("\r\n", "\n").replace("\r", "\n") for part in parts if part != ""]


def strings_of(event):
    data = event.find(NAMESPACE + "EventData")
    return [] if data is None else [element.text or "" for element in data.findall(NAMESPACE + "Data")]


def differences(reader, xml, expected):
    event = ElementTree.fromstring(xml)
    system = event.find(NAMESPACE + "System")
    id_element = system.find(NAMESPACE + "EventID")
    found = {
        "record_id": int(system.findtext(NAMESPACE + "EventRecordID")),
        "event_id": int(id_element.text),
        "provider": system.find(NAMESPACE + "Provider").get("Name"),
        "channel": system.findtext(NAMESPACE + "Channel"),
        "computer": system.findtext(NAMESPACE + "Computer"),
        "level": int(system.findtext(NAMESPACE + "Level")),
    }
    for key, value in found.items():
        if value != expected[key]:
            yield f"{key} is {value!r}, not {expected[key]!r}"
    time = system.find(NAMESPACE + "TimeCreated").get("SystemTime")
    if not same_time(time, expected["time"]):
        yield f"time is {time}, not {expected['time']}"
    if "strings" not in expected:
        return
    if int(id_element.get("Qualifiers")) != expected["qualifiers"]:
        yield f"qualifiers are {id_element.get('Qualifiers')}, not {expected['qualifiers']}"
    strings = strings_of(event)
    if comparable(strings) != comparable(expected["strings"]):
        yield f"strings are {strings!r}, not {expected['strings']!r}"
    if reader == "evtxexport" and len(strings) != len(expected["strings"]):
        yield f"{len(strings)} strings, not {len(expected['strings'])}"


READERS = {"evtxexport": by_evtxexport, "python-evtx": by_python_evtx}


def check_file(reader, path, expected):
    problems = []
    events = list(READERS[reader](path))
    if len(events) != len(expected):
        problems.append(f"{path}: {len(events)} records, not {len(expected)}")
    for xml, wanted in zip(events, expected):
        found = differences(reader, xml, wanted)
        problems += [f"{path}: record {wanted['record_id']}: {text}" for text in found]
    return problems


def main():
    reader, folder, list_path = sys.argv[1:]
    expected = {}
    for root, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".evtx"):
                expected[os.path.relpath(os.path.join(root, name), folder)] = []
    with open(list_path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            expected.setdefault(record["file"], []).append(record)
    problems = []
    for name in sorted(expected):
        problems += check_file(reader, os.path.join(folder, name), expected[name])
    for problem in problems[:50]:
        print(problem)
    records = sum(map(len, expected.values()))
    print(f"{reader}: {len(expected)} files, {records} records, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
