#!/usr/bin/env bash
# CONTRIBUTING.md, tested by doing: in a copy of the sources, what its table says is done, and nothing else, to add an event
# with two new fields, a cause that compares two hosts, a format, a verb and a way to measure skew. After each the copy is built,
# what is made is made anew, and the tests that look at such things pass: what each takes, in files and minutes, is printed. At
# the end every test passes but those with the label "deep". A new field may change few lines of each golden file.
# usage: contributing_test.sh ROOT
set -uo pipefail

root=$(realpath "${1:?which sources?}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/sppwhy
failed=0

wrong() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

mkdir "$copy"
tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$copy" -xf -
cd "$copy" || exit 1

# changed FILE...: what a change touches is counted, as its line says.
changed() { files=$((files + $#)); }

# begin WHAT: the change that follows, up to finish.
begin() {
    what=$1 files=0 declared=0 began=$SECONDS
}

# declares: something of include/sppwhy/ changes, so its description is made anew, where that can be done.
declares() {
    declared=1
    changed tests/abi
}

# passing OPTION...: runs tests, as the options of ctest say.
passing() {
    ctest --test-dir build/debug --output-on-failure --no-tests=error -j "$(nproc)" "$@" >"$work/said" 2>&1 </dev/null || {
        wrong "$what: tests fail"
        cat "$work/said"
    }
}

# finish TESTS: builds, makes anew, runs the tests (a regular expression), and says what the change took.
finish() {
    cmake --build build/debug --parallel "$(nproc)" >"$work/said" 2>&1 || {
        wrong "$what: it cannot be built"
        tail -n 40 "$work/said"
        exit 1
    }
    tests/update.sh build/debug >"$work/said" 2>&1 || {
        wrong "$what: tests/update.sh fails"
        tail -n 20 "$work/said"
    }
    if [ "$declared" = 1 ] && command -v abidw abidiff >/dev/null; then
        tests/abi_test.sh --update build/debug >"$work/said" 2>&1 || {
            wrong "$what: the description of the interface cannot be made"
            cat "$work/said"
        }
    fi
    passing -R "^($1)\$"
    printf '%s: %d files, %d min %02d s\n' "$what" "$files" $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60))
}

# What looks at the sources, and what goes through everything.
every_time='layers|layers_files|constants|headers|sorts|sizes|abi|made_files|help|test_scenarios'

begin 'the first build'
cmake --preset debug -DSPPWHY_VALGRIND=OFF >"$work/said" 2>&1 || {
    cat "$work/said"
    exit 1
}
cp -r tests/golden "$work/golden"
finish "$every_time"

# after FILE TEXT LINES: puts the lines behind the last line that has the text.
after() {
    local number
    number=$(grep -nF -- "$2" "$1" | tail -n 1 | cut -d: -f1)
    [ -n "$number" ] || {
        wrong "$1 has no line with \"$2\""
        return
    }
    printf '%s\n' "$3" >"$work/lines"
    sed -i "${number}r $work/lines" "$1"
}

# before FILE TEXT LINES: in front of the first such line.
before() {
    local number
    number=$(grep -nF -- "$2" "$1" | head -n 1 | cut -d: -f1)
    [ -n "$number" ] || {
        wrong "$1 has no line with \"$2\""
        return
    }
    printf '%s\n' "$3" >"$work/lines"
    sed -i "$((number - 1))r $work/lines" "$1"
}

# ---- an event with two new fields --------------------------------------------------------------------------------

begin 'an event with two fields'

after rules/catalogue/events.tsv $'spp\t8233\t' $'spp\t8299\tprobe_noted\tstrings\tcode probe_name probe_size\tA probe of licensing was noted'
last=$(sed -n '/^typedef enum sppwhy_field/,/^}/p' include/sppwhy/spp.h | sed -nE 's/^ +SPPWHY_FIELD_[A-Z_]+ = ([0-9]+).*/\1/p' | tail -n 1)
before include/sppwhy/spp.h '} sppwhy_field;' "    ,SPPWHY_FIELD_PROBE_NAME = $((last + 1)),
    SPPWHY_FIELD_PROBE_SIZE = $((last + 2))"
name=$(grep -rl 'define SPPWHY_FIELD_TOTAL' src)
sed -i "s/\(define SPPWHY_FIELD_TOTAL \).*/\1(SPPWHY_FIELD_PROBE_SIZE + 1)/" "$name"
after src/spp/fields.c '    [SPPWHY_FIELD_' '    [SPPWHY_FIELD_PROBE_NAME] = {"probe_name", SPPWHY_TYPE_TEXT, "what was probed"},
    [SPPWHY_FIELD_PROBE_SIZE] = {"probe_size", SPPWHY_TYPE_NUMBER, "how large it is"},'
before docs/schema/events.schema.json '        "partial_key": {' '        "probe_name": {"type": ["string", "null"]},
        "probe_size": {"type": ["integer", "null"]},'
cat >tests/scenario/probe-noted.yaml <<'END'
title: "An event of a new kind is read, and is no try"
logs:
  - file: ws1/Application.evtx
    computer: ws1.contoso.com
    covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]
    events:
      - time: 2026-03-02T08:00:20Z
        id: 8299
        strings: ["0x00000000", "disk", "17"]
expect:
  activations: []
END
declares
changed rules/catalogue/events.tsv include/sppwhy/spp.h "$name" src/spp/fields.c docs/schema/events.schema.json tests/scenario/probe-noted.yaml
finish "$every_time|catalogue|formats|test_(spp|schema|csv|sqlite|arrow)"
build/debug/tests/logwriter tests/scenario/probe-noted.yaml "$work/probe" >/dev/null
build/debug/sppwhy -q events "$work/probe" | grep -q '"probe_name":"disk","probe_size":17' ||
    wrong 'the new fields are not in the JSON lines'

# ---- a cause that compares two hosts, without C ------------------------------------------------------------------

begin 'a cause that compares two hosts'

host_log() {
    cat <<END
      - file: $1.evtx
        computer: $1.$2
        channel: Key Management Service
        events:
          - {time: 2026-03-02T0$3:00:20Z, id: 12290, strings: ["", "0x0", "25", "ws1.$2", "6a1c2f3e-0d4b-4c5a-9e8f-112233445566", "{short_time}", "0", "1", "41760", "73111121-5638-40f6-bc11-f1d7b0d64300"]}
END
}
{
    cat <<'END'
id: two-hosts-in-a-domain
title: Two KMS hosts in one domain
level: info
judges: host
when:
  some_host:
    not: {name|fieldref: outer.name}
    domain|fieldref: outer.domain
    served|gt: 0
  domain|endswith: .example # and not in the samples, so that their golden files show what else changes
why: "{name} is not the only KMS host of {domain}: it served {served|plural request}."
fix: ["Decide which of them is to stay."]
samples:
  - name: two in one domain
    match: true
    logs:
END
    host_log kms1 one.example 8
    host_log kms2 one.example 9
    cat <<'END'
  - name: one in each domain
    match: false
    logs:
END
    host_log kms1 one.example 8
    host_log kms2 two.example 9
} >rules/two-hosts-in-a-domain.yaml
{
    printf 'title: "Two KMS hosts of one domain"\nlogs:\n'
    host_log kms1 one.example 8
    host_log kms2 one.example 9
    printf 'expect:\n  findings:\n'
    printf '    - {cause: two-hosts-in-a-domain, subject: %s.one.example}\n' kms1 kms2
} >tests/scenario/two-hosts-in-a-domain.yaml
changed rules/two-hosts-in-a-domain.yaml tests/scenario/two-hosts-in-a-domain.yaml
finish "$every_time|rule_samples|scenario_causes|test_(rules|hosts)"

# ---- a format ----------------------------------------------------------------------------------------------------

begin 'a format'

mkdir src/report/lines
cat >src/report/lines/lines.h <<'END'
/* The findings, a line each. */
#ifndef REPORT_LINES_LINES_H
#define REPORT_LINES_LINES_H

#include "sppwhy/report.h"

void report_lines(sppwhy_writer *out, const sppwhy_analysis *analysis);

#endif
END
cat >src/report/lines/lines.c <<'END'
/* See lines.h. */
#include "report/lines/lines.h"

#include "base/writer.h"

void report_lines(sppwhy_writer *out, const sppwhy_analysis *analysis)
{
    for (size_t i = 0; i < sppwhy_analysis_finding_count(analysis); i++)
        writer_printf(out, "%s\n", sppwhy_finding_cause(sppwhy_analysis_finding(analysis, i)));
}
END
before src/report/formats.c 'static sppwhy_status write_database(' 'static sppwhy_status write_lines(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    report_lines(out, j->analysis);
    return SPPWHY_OK;
}
'
before src/report/formats.c '#include "report/text/' '#include "report/lines/lines.h"'
before src/report/formats.c '    {"sqlite", "analyze"' '    {"lines", "analyze", "the causes, a line a finding", "lines", "plain", .write = write_lines},'
# shellcheck disable=SC2016 # for the other script
before tests/update.sh '"$sppwhy" -q logs samples' '    "$sppwhy" -q --format lines samples >"$golden/samples.lines"'
changed src/report/lines/lines.h src/report/lines/lines.c src/report/formats.c tests/update.sh
finish "$every_time|formats|test_report"

# ---- a verb ------------------------------------------------------------------------------------------------------

begin 'a verb'

cat >src/cli/verb_machines.c <<'END'
/* sppwhy machines PATH...: the machines, a name a line. */
#include "cli/judged.h"

#include <stdio.h>

int run_machines(const options *o)
{
    judged j;
    int status = judged_make(&j, o);
    if (status == EXIT_DONE) {
        const sppwhy_collection *c = sppwhy_analysis_collection(j.analysis);
        for (size_t i = 0; i < sppwhy_collection_machine_count(c); i++)
            printf("%s\n", sppwhy_machine_name(sppwhy_collection_machine(c, i)));
        status = input_status(&j.in, o);
    }
    judged_free(&j);
    return status;
}
END
after src/cli/cli.h 'int run_' 'int run_machines(const options *o);'
before src/cli/verbs.c '    {"explain", "WHAT..."' '    {"machines", "PATH...", "the names of the machines", run_machines, .kinds = VERB_READS_LOGS | VERB_JUDGES,
     .more = "A name a line.", .examples = machines_examples},'
before src/cli/verbs.c 'static const word_row explain_examples' 'static const word_row machines_examples[] = {
    {"sppwhy machines collected", "the machines whose logs are in the folder collected"},
    {NULL, NULL},
};
'
changed src/cli/verb_machines.c src/cli/cli.h src/cli/verbs.c
finish "$every_time"
[ "$(build/debug/sppwhy -q machines samples | wc -l)" -gt 10 ] || wrong 'the new verb lists no machines'

# ---- a way to measure skew -----------------------------------------------------------------------------------------

begin 'a way to measure skew'

last=$(sed -n '/^typedef enum sppwhy_skew_source/,/^}/p' include/sppwhy/correlate.h | sed -nE 's/.*SPPWHY_SKEW_[A-Z_]+ = ([0-9]+).*/\1/p' | tail -n 1)
before include/sppwhy/correlate.h '} sppwhy_skew_source;' "    ,SPPWHY_SKEW_ANSWER${last:+ = $((last + 1))} /* host's TimeCreated less that of the client's answer */"
before src/correlate/clock.c '/* The best first.' 'static bool by_answer(const sppwhy_request *r, int32_t *seconds)
{
    if (!r->response || !r->host || r->response->event->time == 0 || r->host->event->time == 0)
        return false;
    *seconds = seconds_between(r->host->event->time, r->response->event->time);
    return strncmp(r->host->event->common->computer, "probe-", 6) == 0;
}
'
before src/correlate/clock.c '#include <stdlib.h>' '#include <string.h>'
before src/correlate/clock.c '    {SPPWHY_SKEW_BOTH, ' '    {SPPWHY_SKEW_ANSWER, by_answer, true, false},'
after src/correlate/clock.h ' *   host   TimeCreated' ' *   answer TimeCreated of the 12290 less that of the 12289: to the second, of hosts called probe-.'
cat >tests/scenario/skew-by-the-answer.yaml <<'END'
title: "Skew by the answer: another way to measure it"
logs:
  - file: ws1/Application.evtx
    computer: ws1.contoso.com
    covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]
    events:
      - time: 2026-03-02T08:00:20Z
        id: 12288
        strings: ["0x00000000, 0x00000000, probe-kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]
      - time: 2026-03-02T08:00:23Z
        id: 12289
        strings: ["0x00000000, 0x00000000, 1, 0, 30, 120, 10080, {time}"]
  - file: kms1/Key Management Service.evtx
    computer: probe-kms1.contoso.com
    channel: Key Management Service
    events:
      - time: 2026-03-02T08:01:21Z
        id: 12290
        strings: ["", "0x0", "25", "ws1.contoso.com", "6a1c2f3e-0d4b-4c5a-9e8f-112233445566", "{short_time-1}", "0", "2", "41760", "73111121-5638-40f6-bc11-f1d7b0d64300"]
expect:
  activations:
    - {machine: ws1.contoso.com, outcome: activated, skew_seconds: 58}
END
declares
changed include/sppwhy/correlate.h src/correlate/clock.[ch] tests/scenario/skew-by-the-answer.yaml
finish "$every_time|test_(hosts|fields)"

# ---- what else changed --------------------------------------------------------------------------------------------

# What none of the changes is about stays as it is, and the new fields are a line each.
for golden in "$work"/golden/*; do
    name=$(basename "$golden")
    lines=$(diff "$golden" "tests/golden/$name" | grep -c '^[<>]')
    case $name in
        help* | rules.txt | *.sarif) most=40 ;; # every verb, format and rule is listed
        events-columns.txt) most=2 ;;
        samples.sql) most=8 ;; # the lines of its tables that name columns
        *) most=6 ;;
    esac
    [ "$lines" -le "$most" ] || {
        wrong "$name changes by $lines lines"
        diff "$golden" "tests/golden/$name" | head -n 6
    }
done

# Whatever else there is a test for.
what='all five'
passing -LE deep

echo "five additions, $failed wrong"
[ "$failed" = 0 ]
