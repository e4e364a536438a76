#!/usr/bin/env python3
"""Whether all formats say the same of the machines and findings of a collection: agree.py SPPWHY LOGWRITER FOLDER [EVERY]

For each scenario of the folder (every third, if EVERY is 3): the findings of JSON, CSV and SARIF are in one order; a machine's state is the same in
JSON, CSV and HTML; `activity` does not contradict it.
"""
import csv
import glob
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

LEVELS = ["critical", "high", "medium", "low", "info"]
HTML_STATES = {"activated": "activated", "renewal_failing": "renewal failing", "activation_failing": "not activating"}
HTML_ROW = re.compile(r'<tr[^>]*><th scope="row">(?:<a [^>]*>)?<bdi>([^<]*)</bdi>.*?</tr>', re.S)


def run(sppwhy, *args):
    done = subprocess.run([sppwhy, "-q", *args], capture_output=True, timeout=60)
    if done.returncode not in (0, 1):
        raise ValueError("%s: exit status %d: %s" % (args, done.returncode, done.stderr.decode()[-300:]))
    return done.stdout.decode("utf-8", "replace")


def of_json(doc):
    return [(f["cause"], f["level"], f["subject"]["kind"], f["subject"]["name"]) for f in doc["findings"]]


def of_csv(text):
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    return [(r["cause"], r["level"], r["subject_kind"], r["subject"]) for r in rows]


def wrong_order(findings):
    levels = [LEVELS.index(f["level"]) for f in findings]
    if levels != sorted(levels):
        return "the findings are not in order of level"
    places = {f["id"]: i for i, f in enumerate(findings)}
    for i, f in enumerate(findings):
        if f["host_finding"] in places and places[f["host_finding"]] > i:
            return "%s comes before the host's finding that explains it" % f["cause"]
    return None


def wrong_activity(doc, activity):
    """A machine with one product: what activity says of it must fit its state."""
    states = {m["name"]: m for m in doc["machines"]}
    for c in activity["scopes"][0]["clients"] if activity["scopes"] else []:
        m = states.get(c["machine"])
        if m is None:
            return "%s is in activity alone" % c["machine"]
        if len(m["products"]) > 1:
            continue
        licensed = c["license_state"] == "licensed"
        if m["state"] == "activated" and not licensed:
            return "%s is activated, and %s (%s) in activity" % (c["machine"], c["license_state"], c["basis"])
        if m["state"] == "activation_failing" and licensed:
            return "%s is not activated, and licensed (%s) in activity" % (c["machine"], c["basis"])
    return None


def check(sppwhy, logwriter, scenario):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([logwriter, scenario, folder], check=True, capture_output=True)
        doc = json.loads(run(sppwhy, "--format", "json", folder))
        if of_csv(run(sppwhy, "--format", "csv", folder)) != of_json(doc):
            return "CSV has other findings, or in another order, than JSON"
        html = run(sppwhy, "--format", "html", folder)
        sarif = json.loads(run(sppwhy, "--format", "sarif", folder))
        ids = [r["ruleId"] for r in sarif["runs"][0]["results"]]
        if ids != [f["cause"] for f in doc["findings"]]:
            return "SARIF has another order"
        rows = {m[1]: m[0].lower() for m in HTML_ROW.finditer(html)}
        if not rows and doc["machines"]:
            return "HTML has no table of machines"
        for m in doc["machines"]:
            state = HTML_STATES.get(m["state"])
            if state and m["name"] in rows and ">%s<" % state not in rows[m["name"]]:
                return "HTML does not say that %s is %s" % (m["name"], state)
        activity = json.loads(run(sppwhy, "activity", "--format", "json", folder))
        return wrong_order(doc["findings"]) or wrong_activity(doc, activity)


def main():
    sppwhy, logwriter, folder = sys.argv[1:4]
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    scenarios = sorted(glob.glob(os.path.join(folder, "*.yaml")))[::every]
    if not scenarios:
        print("no scenarios in %s" % folder)
        return 1
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda s: (s, check(sppwhy, logwriter, s)), scenarios)
        wrong = [(s, w) for s, w in results if w]
    for scenario, what in wrong:
        print("%s: %s" % (scenario, what))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
