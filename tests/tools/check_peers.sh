#!/usr/bin/env bash
# Holds other readers of event logs against files that the log writer made from a scenario.
# usage: check_peers.sh FOLDER SCENARIO.yaml [LOGWRITER]
#   FOLDER     the folder that `logwriter SCENARIO.yaml FOLDER` filled
#   LOGWRITER  the program; default: $LOGWRITER, or `logwriter` in the PATH
# A reader that is not installed is skipped and said so. Exits 1 when one of them differs.
set -euo pipefail

if (($# < 2 || $# > 3)); then
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 3
fi
folder=$1
scenario=$2
logwriter=${3:-${LOGWRITER:-logwriter}}
here=$(dirname "${BASH_SOURCE[0]}")
python=/usr/bin/python3 # python-evtx is a package of the system's Python

if [[ ! -x $python ]]; then
    echo "skipped: evtxexport and python-evtx: there is no $python to compare with"
    exit 0
fi
expected=$(mktemp)
trap 'rm -f "$expected"' EXIT
"$logwriter" --list "$scenario" >"$expected"

failed=0
check() {
    "$python" "$here/check_peers.py" "$1" "$folder" "$expected" || failed=1
}
if command -v evtxexport >/dev/null; then
    check evtxexport
else
    echo "skipped: evtxexport is not installed (libevtx-utils)"
fi
if "$python" -c 'import Evtx.Evtx' 2>/dev/null; then
    check python-evtx
else
    echo "skipped: python-evtx is not installed (python3-evtx)"
fi
exit "$failed"
