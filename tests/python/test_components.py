"""A collection in parts says what the whole says, over every scenario and random joins of them."""

from __future__ import annotations

import collections
import random
import shutil
import tempfile
import unittest
from pathlib import Path
from typing import Any

import sppwhy
from support import Case, scenario_logs, scenarios

try:
    import pyarrow as pa
    from sppwhy import components
except ImportError as missing:
    raise unittest.SkipTest(f"pyarrow is not there: {missing}") from missing


def verdicts(document: dict[str, Any]) -> "collections.Counter[Any]":
    return collections.Counter(
        (a["machine"], a["time"], (a["product"] or {}).get("id"), a["outcome"], a["code"],
         a["verdict"] and (a["verdict"]["cause"], a["verdict"]["confidence"]))
        for a in document["activations"]
    )  # fmt: skip


def findings(document: dict[str, Any]) -> "collections.Counter[Any]":
    return collections.Counter(
        (f["cause"], f["confidence"], f["subject"]["kind"], f["subject"]["name"]) for f in document["findings"]
    )


def without(counts: "collections.Counter[Any]", other: "collections.Counter[Any]") -> "collections.Counter[Any]":
    """But for what is compared with others of a domain, in either."""
    tries = {key[:3] for key in [*counts, *other] if key[5] and key[5][0] in components.OF_DOMAINS}
    return collections.Counter({key: count for key, count in counts.items() if key[:3] not in tries})


class Parts(Case):
    def smallest(self, events: pa.Table, logs: pa.Table, whole_domains: bool) -> int:
        """The smallest limit that does."""
        edges, rows, limit = components.edges_of(events), logs.select(["log", "computers"]).to_pylist(), 1
        while True:
            try:
                components.plan(edges, rows, limit, whole_domains)
                return limit
            except components.TooLarge:
                limit = limit * 5 // 4 + 1

    def hold(self, folder: Path, what: object) -> int:
        read = sppwhy.read(folder)
        whole = read.analyze()
        events, logs = pa.table(read.events), pa.table(read.logs)
        made, parts = components.split(events, logs, self.smallest(events, logs, True))
        merged = components.merge(made, [sppwhy.analyze(list(part)) for part in parts])
        self.assertEqual(verdicts(merged), verdicts(whole), what)
        self.assertEqual(findings(merged), findings(whole), what)
        self.assertEqual([m["name"] for m in merged["machines"]], [m["name"] for m in whole["machines"]], what)
        self.assertEqual([log["path"] for log in merged["logs"]], [log["path"] for log in whole["logs"]], what)
        for name in ("logs", "machines", "activations", "failed", "unexplained", "causes"):
            self.assertEqual(merged["summary"][name], whole["summary"][name], (what, name))
        made, parts = components.split(events, logs, self.smallest(events, logs, False), False)
        loose = verdicts(components.merge(made, [sppwhy.analyze(list(part)) for part in parts]))
        self.assertEqual(without(loose, verdicts(whole)), without(verdicts(whole), loose), what)
        return made.count

    def test_every_scenario(self) -> None:
        cut = 0
        for scenario in scenarios():
            with self.subTest(scenario=scenario.name):
                cut += self.hold(scenario_logs(scenario), scenario.name) > 1
        self.assertGreater(cut, 10)

    def test_random_joins(self) -> None:
        chance = random.Random(20260301)
        for number in range(12):
            some = chance.sample(scenarios(), chance.randint(2, 5))
            with self.subTest(scenarios=[s.name for s in some]), tempfile.TemporaryDirectory() as folder:
                for place, scenario in enumerate(some):
                    shutil.copytree(scenario_logs(scenario), Path(folder, str(place)))
                self.hold(Path(folder), number)

    def test_what_does_not_fit_is_named(self) -> None:
        with self.assertRaises(components.TooLarge) as raised:
            components.analyze(scenario_logs(scenarios()[0]), 3)
        self.assertIn("belong together", str(raised.exception))
        self.assertIn("more than the 3", str(raised.exception))
