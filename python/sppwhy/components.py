"""A collection that is larger than one machine: cut into parts that can be analyzed apart, and put together again.

Machines belong together when what one logged can change what is said of the other: names with the same first label, names
that share a CMID or a log, a client and the machine that it asked, machines of one DNS domain. Such a component is never cut. The logs of KMS hosts
go to every part, because each request that a host logged may be one of any part. So a part has all that its own machines are
judged by; what is said of hosts, of which a part sees all requests but not all answers, is taken from the part that knows most.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import sppwhy

HOST_KINDS = ("host_request", "dns_published", "dns_publish_failed", "host_init_failed", "host_timer_failed")
EDGES = ("log", "computer", "kind", "cmid", "client", "server")
_LEVELS = ("critical", "high", "medium", "low", "info")
_CONFIDENCES = ("possible", "likely", "confirmed")


# What compares a machine with others of its domain: with whole_domains=False these may be judged as if those were not there.
OF_DOMAINS = ("ad-activation-lapsed", "dns-view-differs", "hand-set-host")


class TooLarge(sppwhy.Error):
    """A component has more events than a part may have; the message names it, and what ties it."""


def label(name: str | None) -> str:
    """The first label of a name, as far as names can be the same machine's; an address is one as it is."""
    name = (name or "").lower().strip("[]")
    return name if name.replace(".", "").isdigit() or ":" in name else name.split(".")[0]


def domain(name: str | None) -> str:
    """The last two labels, so that a domain goes with those below it; "" for a short name."""
    labels = (name or "").lower().strip(".").split(".")
    return ".".join(labels[-2:]) if len(labels) > 2 and not "".join(labels).isdigit() else ""


class _Ties:
    """Which things belong together (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, thing: str) -> str:
        parent = self.parent
        parent.setdefault(thing, thing)
        while parent[thing] != thing:
            parent[thing] = parent[parent[thing]]
            thing = parent[thing]
        return thing

    def tie(self, first: str, second: str) -> None:
        first, second = sorted((self.find(first), self.find(second)))
        self.parent[second] = first


class Plan:
    """Which logs go to which of `count` parts; `machines` tells the part that a name's results are taken from."""

    def __init__(self, count: int, logs: dict[str, list[int]], machines: dict[str, int], hosts: set[str]) -> None:
        self.count, self.logs, self.machines, self.hosts = count, logs, machines, hosts

    def part_of(self, machine: str) -> int | None:
        """None for a host, which every part has."""
        name = label(machine)
        return None if name in self.hosts else self.machines.get(name, 0)


def plan(
    edges: Iterable[dict[str, Any]], logs: Iterable[dict[str, Any]], most_events: int, whole_domains: bool = True
) -> Plan:
    """`edges`: the different combinations of EDGES, with `events`, how many there are of each; `logs`: rows of logs."""
    edges, logs = list(edges), [row for row in logs if row["log"]]
    hosts = {label(edge["computer"]) for edge in edges if edge["kind"] in HOST_KINDS}
    own = {label(edge["computer"]) for edge in edges}
    of_host = {edge["log"] for edge in edges if label(edge["computer"]) in hosts}
    of_host |= {row["log"] for row in logs if row["computers"] and all(label(c) in hosts for c in row["computers"])}
    ties = _Ties()
    for name in {edge["computer"] for edge in edges} | {computer for row in logs for computer in row["computers"] or []}:
        if whole_domains and domain(name) and label(name) not in hosts:
            ties.tie("name " + label(name), "domain " + domain(name))
    for edge in edges:
        machine = "name " + label(edge["computer"])
        if edge["kind"] == "host_request":
            machine = "name " + label(edge["client"])
        elif label(edge["computer"]) not in hosts:
            ties.tie(machine, "log " + edge["log"])
        ties.find(machine)
        if edge["cmid"]:
            ties.tie(machine, "cmid " + str(edge["cmid"]))
        if edge["server"] and label(edge["server"]) in own - hosts:
            ties.tie(machine, "name " + label(edge["server"]))
    for row in logs:
        for computer in row["computers"] or []:
            if label(computer) not in hosts:
                ties.tie("log " + row["log"], "name " + label(computer))
    return _packed(ties, edges, logs, hosts, of_host, most_events)


def _packed(
    ties: _Ties, edges: list[dict[str, Any]], logs: list[dict[str, Any]], hosts: set[str], of_host: set[str], most: int
) -> Plan:
    sizes: dict[str, int] = {}
    shared = 0
    for edge in edges:
        if edge["log"] in of_host:
            shared += edge["events"]
        else:
            root = ties.find("log " + edge["log"])
            sizes[root] = sizes.get(root, 0) + edge["events"]
    for row in logs:
        if row["log"] not in of_host:
            sizes.setdefault(ties.find("log " + row["log"]), 0)
    parts: list[int] = []
    part_of: dict[str, int] = {}
    for root, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if size + shared > most:
            raise TooLarge(_too_large(ties, root, size, shared, most))
        place = next((i for i, filled in enumerate(parts) if filled + size + shared <= most), len(parts))
        if place == len(parts):
            parts.append(0)
        parts[place] += size
        part_of[root] = place
    count = max(len(parts), 1)
    names = {thing[5:]: part_of[ties.find(thing)] for thing in ties.parent if thing.startswith("name ") and ties.find(thing) in part_of}
    placed = {log: list(range(count)) for log in of_host}
    for log in {edge["log"] for edge in edges} | {row["log"] for row in logs}:
        placed.setdefault(log, [part_of.get(ties.find("log " + log), 0)])
    return Plan(count, placed, names, hosts)


def _too_large(ties: _Ties, root: str, size: int, shared: int, most: int) -> str:
    names = sorted(thing[5:] for thing in ties.parent if thing.startswith("name ") and ties.find(thing) == root)
    cmids = sum(thing.startswith("cmid ") and ties.find(thing) == root for thing in ties.parent)
    domains = sorted(thing[7:] for thing in ties.parent if thing.startswith("domain ") and ties.find(thing) == root)
    few = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return (
        f"{len(names)} machines belong together ({few}; by names, logs, {cmids} CMIDs or domains that they share"
        f"{': ' if domains else ''}{', '.join(domains[:3])}): {size} events, "
        f"and {shared} of KMS hosts, are more than the {most} that a part may have"
    )


def edges_of(events: pa.Table) -> list[dict[str, Any]]:
    """For plan(), out of a table of events."""
    plain = pa.table({name: events[name].cast(pa.string()) if name != "cmid" else _text(events[name]) for name in EDGES})
    grouped = plain.group_by(list(EDGES)).aggregate([([], "count_all")])
    rows: list[dict[str, Any]] = grouped.rename_columns([*EDGES, "events"]).to_pylist()
    return rows


def _text(cmid: pa.ChunkedArray) -> pa.Array:
    return pa.array([value.hex() if isinstance(value, bytes) else value for value in cmid.to_pylist()], pa.string())


def split(
    events: pa.Table, logs: pa.Table, most_events: int, whole_domains: bool = True
) -> tuple[Plan, list[tuple[pa.Table, pa.Table]]]:
    """Parts of at most so many events each, about as few as that takes.

    Copies of logs must be gone, as they are after sppwhy.read().
    """
    made = plan(edges_of(events), logs.select(["log", "computers"]).to_pylist(), most_events, whole_domains)
    parts = []
    for number in range(made.count):
        here = pa.array([log for log, places in made.logs.items() if number in places], pa.string())
        events_here = events.filter(pc.is_in(events["log"].cast(pa.string()), value_set=here))
        known = pc.is_in(logs["log"].cast(pa.string()), value_set=here)
        if number == 0:  # what was not read is reported once
            known = pc.or_(known, pc.is_null(logs["log"]))
        parts.append((events_here, logs.filter(known)))
    return made, parts


def merge(made: Plan, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """One document of those of the parts."""
    logs = {log["path"]: log for document in documents for log in document["logs"]}
    machines: dict[str, dict[str, Any]] = {}
    activations: list[tuple[int, dict[str, Any]]] = []
    findings: dict[tuple[str, str, str], tuple[int, dict[str, Any]]] = {}
    for number, document in enumerate(documents):
        for machine in document["machines"]:
            part = made.part_of(machine["name"])
            better = machine["activations"]["total"] > machines.get(machine["name"], machine)["activations"]["total"]
            if part == number or (part is None and (machine["name"] not in machines or better)):
                machines[machine["name"]] = machine
        for activation in document["activations"]:
            part = made.part_of(activation["machine"])
            if part == number or (part is None and number == 0):
                activations.append((number, activation))
        for finding in document["findings"]:
            subject = finding["subject"]
            part = made.part_of(subject["name"]) if subject["kind"] == "machine" else None
            if part is not None and part != number:
                continue
            key = (finding["cause"], subject["kind"], subject["name"])
            if key not in findings or _weight(finding) > _weight(findings[key][1]):
                findings[key] = (number, finding)
    activations.sort(key=lambda item: (item[1]["time"] or "", item[1]["machine"], item[1]["id"]))
    ids = {(number, activation["id"]): place for place, (number, activation) in enumerate(activations, 1)}
    merged = {
        "schema_version": documents[0]["schema_version"],
        "logs": [logs[path] for path in sorted(logs)],
        "unread": [row for document in documents for row in document.get("unread", [])],
        "machines": [machines[name] for name in sorted(machines, key=lambda name: (name.lower(), name))],
        "activations": [{**a, "id": ids[number, a["id"]]} for number, a in activations],
        "findings": [
            {**f, "activations": sorted(ids[number, i] for i in f["activations"] if (number, i) in ids)}
            for number, f in sorted(findings.values(), key=lambda item: _order(item[1]))
        ],
    }
    return {**merged, "summary": _summary(merged)}


def _weight(finding: dict[str, Any]) -> tuple[int, int, int]:
    return (_CONFIDENCES.index(finding["confidence"]), finding["occurrences"], len(finding["evidence"]))


def _order(finding: dict[str, Any]) -> tuple[int, str, str]:
    return (_LEVELS.index(finding["level"]), finding["subject"]["name"], finding["cause"])


def _summary(merged: dict[str, Any]) -> dict[str, Any]:
    verdicts = [(a["machine"], a["verdict"]["cause"]) for a in merged["activations"] if a["verdict"]]
    causes: dict[str, set[str]] = {}
    for machine, cause in verdicts:
        causes.setdefault(cause, set()).add(machine)
    counts = {cause: sum(c == cause for _, c in verdicts) for cause in causes}
    unexplained = counts.get("unexplained", 0)
    return {
        "logs": len(merged["logs"]),
        "machines": len(merged["machines"]),
        "activations": len(merged["activations"]),
        "failed": len(verdicts),
        "explained": len(verdicts) - unexplained,
        "unexplained": unexplained,
        "causes": [
            {"cause": cause, "activations": counts[cause], "machines": len(causes[cause])}
            for cause in sorted(causes, key=lambda cause: (-counts[cause], cause))
        ],
    }


def analyze(sources: sppwhy.Sources, most_events: int, whole_domains: bool = True, **options: Any) -> dict[str, Any]:
    """The document of a collection, a part of at most so many events at a time."""
    read = sppwhy.read(sources, **options)
    made, parts = split(pa.table(read.events), pa.table(read.logs), most_events, whole_domains)
    options = {name: value for name, value in options.items() if name in ("rules", "since", "until", "threads")}
    return merge(made, [json.loads(sppwhy.report(list(part), **options)) for part in parts])
