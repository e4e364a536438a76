#!/usr/bin/env bash
# Every code that the catalogue gives a cause, and that it says a client's 12288, 8198 or 8200 can show, is judged: in a
# log with that event alone some rule speaks, and never `unexplained`.
#
#   tests/codes_judged_test.sh LOGWRITER SPPWHY
set -euo pipefail

logwriter=${1:?which log writer?}
sppwhy=${2:?which sppwhy?}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One machine, in a domain of its own, for each code and event.
awk -F'\t' '
    function event(id, text) {
        n++
        printf "  - file: %s-%s.evtx\n    computer: m%d.t%d.test\n", $1, id, n, n
        printf "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n    events:\n"
        printf "      - {time: 2026-03-02T08:00:20Z, id: %s, strings: [%s]}\n", id, text
    }
    BEGIN {
        sku = "73111121-5638-40f6-bc11-f1d7b0d64300"
        print "title: every code\nlogs:"
    }
    FNR == 1 || $6 == "" { next }
    $4 ~ /12288/ {
        event(12288, sprintf("\"%s, 0x00000000, kms1.t%d.test:1688, 6a1c2f3e-0d4b-4c5a-9e8f-%012d, {time}, 0, 2, 41760, %s, 25\"", $1, n + 1, n, sku))
    }
    $4 ~ /8198/ {
        event(8198, sprintf("\"hr=%s\", \"RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=%s;NotificationInterval=1440;Trigger=TimerEvent\"", $1, sku))
    }
    $4 ~ /8200/ {
        event(8200, sprintf("\"hr=%s\", \"00000001(%s, 08:00:20:000 - )\"", $1, $1))
    }' "$root/rules/catalogue/codes.tsv" >"$work/scenario.yaml"
"$logwriter" "$work/scenario.yaml" "$work/logs" >"$work/names"
machines=$(grep -c 'computer:' "$work/scenario.yaml")
[ "$machines" -gt 200 ] || {
    echo "only $machines codes were found"
    exit 1
}
"$sppwhy" -q --format json "$work/logs" >"$work/report.json"
python3 - "$work/report.json" "$machines" <<'END'
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
causes = {}
for finding in report["findings"]:
    causes.setdefault(finding["subject"]["name"], set()).add(finding["cause"])
paths = {log["computers"][0]: log["path"] for log in report["logs"]}
silent = [path for name, path in paths.items() if not causes.get(name, set()) - {"unexplained", "expiring-soon"}]
for path in sorted(silent):
    print("no rule speaks of", path.rsplit("/", 1)[-1])
sys.exit(len(silent) != 0 or len(paths) != int(sys.argv[2]))
END
