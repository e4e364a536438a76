#!/usr/bin/env bash
# Everything that says people how to use sppwhy: the help in its three sizes, what a slip of the finger is answered,
# the manual pages, the completions of the shells. Options are taken from their table's source, so that one that is
# missing anywhere shows.
# usage: help_test.sh SPPWHY FOLDER_OF_PAGES
set -uo pipefail

sppwhy=$(realpath "${1:?which sppwhy?}")
pages=$(realpath "${2:?which folder of pages?}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
checked=0

wrong() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

# holds TEXT WORD WHERE: the word (or one of several with | between) is in the text, with nothing of a word around it.
holds() {
    checked=$((checked + 1))
    grep -qE -- "(^|[^A-Za-z0-9-])($2)($|[^A-Za-z0-9-])" <<<"$1" || wrong "$3 does not have $2"
}

lacks() {
    checked=$((checked + 1))
    ! grep -qE -- "(^|[^A-Za-z0-9-])$2($|[^A-Za-z0-9-])" <<<"$1" || wrong "$3 has $2"
}

# says STATUS PART ARGUMENT...: ends so, and says that on standard error.
says() {
    local wanted=$1 part=$2 status=0 said
    shift 2
    checked=$((checked + 1))
    said=$("$sppwhy" "$@" </dev/null 2>&1 >out) || status=$?
    [ "$status" = "$wanted" ] || wrong "sppwhy $*: ends with $status, not $wanted"
    [[ $said == *"$part"* ]] || wrong "sppwhy $*: does not say \"$part\" but: $said"
    [ "$status" = 0 ] || [ ! -s out ] || wrong "sppwhy $*: prints to standard output"
}

# Rows of the table in options.c: the long name (or -h, which has none) and the short one or NULL.
mapfile -t options < <(sed -nE 's/^    \{"(-[^"]+)", "?(NULL|-[^"]*)"?, .*/\1 \2/p' "$root/src/cli/options.c")
mapfile -t verbs < <(sed -nE '/^const verb verbs/,/^};/s/^    \{"([a-z]+)", .*/\1/p' "$root/src/cli/verbs.c")
[ ${#options[@]} -ge 15 ] || wrong "only ${#options[@]} options were found in options.c"
[ ${#verbs[@]} -ge 6 ] || wrong "only ${#verbs[@]} verbs were found in verbs.c"

# ---- help ------------------------------------------------------------------------------------------------------

short=$("$sppwhy" -h)
long=$("$sppwhy" --help)
[ "$(wc -l <<<"$short")" -le 24 ] || wrong "-h is longer than a screen: $(wc -l <<<"$short") lines"
for words in -h --help help "analyze -h" "help events" "rules --help"; do
    # shellcheck disable=SC2086 # several words
    "$sppwhy" $words >out 2>err || wrong "$words ends with $?"
    [ ! -s err ] || wrong "$words speaks on standard error"
    # only commands, which are to be copied, may be wider than a screen
    if grep -vE '^  (sppwhy .*)$' out | grep -E '^.{81,}'; then
        wrong "$words is wider than 80 columns"
    fi
done
[ "$long" = "$("$sppwhy" help)" ] || wrong "help and --help differ"
for verb in "${verbs[@]}"; do
    holds "$short" "$verb" "-h"
    holds "$long" "$verb" "--help"
    [ "$("$sppwhy" help "$verb")" = "$("$sppwhy" "$verb" --help)" ] || wrong "help $verb and $verb --help differ"
done
for section in Usage: Verbs: Options: Examples: "Exit status:" Environment:; do
    grep -q "^$section" <<<"$long" || wrong "--help has no \"$section\""
done

# One verb: its own formats, the options that concern it, and no others.
analyze=$("$sppwhy" help analyze)
events=$("$sppwhy" help events)
explain=$("$sppwhy" help explain)
holds "$analyze" --fail-on "help analyze"
holds "$analyze" json "help analyze"
lacks "$analyze" jsonl "help analyze"
holds "$events" --since "help events"
holds "$events" jsonl "help events"
lacks "$events" --fail-on "help events"
lacks "$events" html "help events"
lacks "$explain" --since "help explain"
holds "$("$sppwhy" help rules)" lint "help rules"
for verb in "${verbs[@]}"; do
    while read -r format meaning; do
        "$sppwhy" "$verb" --format "$format" no-such-thing 2>&1 >out | grep "has no format" && wrong "$verb lacks $format"
        [[ $meaning =~ ^(\(the default\))?$ ]] && wrong "the format $format has no row in format_table"
    done < <("$sppwhy" help "$verb" | sed -n '/^Formats/,/^$/s/^  \([a-z]\)/\1/p')
done

# The examples can be run as they are.
mkdir bin && ln -s "$sppwhy" bin/sppwhy
ln -s "$root/samples" logs
ln -s "$root/samples" collected
ln -s "$root/samples/contoso" last-week
ln -s "$root/samples/contoso" this-week
printf '{"schema_version": 1, "machines": [], "findings": []}' >yesterday.json
find "$root/samples/" -name '*Key-Management-Service.evtx' -exec cp {} kms1-Key-Management-Service.evtx \; -quit
find "$root/samples/" -name '*-Application.evtx' -exec cp {} Application.evtx \; -quit
mkdir my-rules && cp "$root/rules/clock-skew.yaml" my-rules/
ran=0
for verb in "${verbs[@]}"; do
    while IFS= read -r command; do
        [[ $command != *"| jq"* ]] || command -v jq >/dev/null || continue
        ran=$((ran + 1))
        PATH=$work/bin:$PATH bash -o pipefail -c "$command" >out 2>err </dev/null || wrong "the example \"$command\" ends with $?: $(<err)"
        [ ! -s err ] || wrong "the example \"$command\" complains: $(<err)"
    done < <("$sppwhy" help "$verb" | sed -n '/^Examples/,$s/^  \(sppwhy .*\)/\1/p')
done
[ "$ran" -ge 10 ] || wrong "only $ran examples were found"

# ---- slips of the finger -----------------------------------------------------------------------------------------

says 3 "did you mean --format?" --fromat json logs
says 3 "did you mean --format?" --form=json logs
says 3 "did you mean --recovered?" --recoverd logs
says 3 "did you mean --until?" --untill=2026-03-01 logs
says 3 "did you mean --output?" -output x logs
says 3 "did you mean --version?" -version
says 3 "lists them" --xyzzy logs
says 3 "lists them" -x logs
says 3 "did you mean never?" --color nevr logs
says 3 "it takes auto, always or never" --color pink logs
says 3 "did you mean high?" --fail-on hihg logs
says 3 "it takes auto, native or libevtx" --reader
says 3 "did you mean json?" --format jsno logs
says 3 "did you mean jsonl?" events --format jsnl logs
says 3 "it has: text json" explain --format pdf 12288
says 3 "did you mean \`sppwhy events\`?" evnets logs
says 3 "did you mean \`sppwhy rules\`?" rlues
says 3 "did you mean \`sppwhy activity\`?" activ logs
says 3 "did you mean \`sppwhy help explain\`?" help explian
says 3 "did you mean \`sppwhy rules lint\`?" rules lnit
says 2 "cemetery: does not exist" cemetery
# What does nothing is reported, and done all the same.
says 0 "--fail-on has no effect with \`sppwhy events\`" events --fail-on high logs
says 0 "" events -q --fail-on high logs
"$sppwhy" events --all logs 2>&1 >out | grep -q 'no effect' && wrong "events --all is said to do nothing"
[ -s out ] || wrong "an option without effect keeps the output away"

# ---- manual pages ------------------------------------------------------------------------------------------------

manual=$pages/sppwhy.1
rules_manual=$pages/sppwhy-rules.5
if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$manual" "$rules_manual" >&2 || wrong "mandoc warns"
fi
if command -v groff >/dev/null; then
    groff -ww -b -z -mdoc -Tutf8 "$manual" "$rules_manual" >said 2>&1
    [ ! -s said ] || wrong "groff warns: $(<said)"
fi
if command -v man >/dev/null && man -l "$manual" >shown 2>/dev/null; then
    holds "$(col -b <shown)" "--fail-on LEVEL" "man sppwhy"
fi
for section in NAME SYNOPSIS DESCRIPTION OPTIONS ENVIRONMENT "EXIT STATUS" EXAMPLES "SEE ALSO"; do
    grep -q "^\.Sh $section$" "$manual" || wrong "sppwhy(1) has no section $section"
done
grep -q "^\.Os $("$sppwhy" --version)$" "$manual" || wrong "sppwhy(1) has another version"
for verb in "${verbs[@]}"; do
    grep -q "^\.It Cm $verb$" "$manual" || wrong "sppwhy(1) does not tell of the verb $verb"
done

# Of the rule language: every field, every modifier that the parser knows, every key that a rule of ours uses.
while read -r field; do
    grep -q "^\.It Sy $field " "$rules_manual" || wrong "sppwhy-rules(5) does not tell of the field $field"
done < <("$sppwhy" rules fields | awk '/^  / { print $1 }')
mkdir typo && sed 's/^id: clock-skew/id: typo/; s/|gte:/|nonsense:/; s/|gt:/|nonsense:/' "$root/rules/clock-skew.yaml" >typo/typo.yaml
modifiers=$("$sppwhy" rules lint typo | sed -n 's/.*there are \(.*\)/\1/p' | tr -d ,)
[ "$(wc -w <<<"$modifiers")" -ge 10 ] || wrong "the parser's list of modifiers was not found: $modifiers"
for word in $modifiers; do
    grep -qF "\\fB$word\\fR" "$rules_manual" || wrong "sppwhy-rules(5) does not tell of the modifier $word"
done
while read -r key; do
    grep -qE "^\.It Sy .*$key|fB$key" "$rules_manual" || wrong "sppwhy-rules(5) does not tell of the key $key"
done < <(grep -hoE '^[a-z_]+:' "$root"/rules/*.yaml | tr -d : | sort -u)

# ---- completions -------------------------------------------------------------------------------------------------

bash -n "$pages/sppwhy.bash" || wrong "bash does not read its completion"
# What bash offers for the last of the words. Options of readline's are not to be had in a script.
offers() {
    (
        # shellcheck disable=SC1091 # made by the build
        source "$pages/sppwhy.bash"
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _sppwhy 2>/dev/null
        printf '%s\n' "${COMPREPLY[@]}" | sort
    )
}
# offered WANTED WORD...: exactly these, with blanks between.
offered() {
    local wanted=$1 got
    shift
    checked=$((checked + 1))
    got=$(offers "$@" | tr '\n' ' ')
    [ "$got" = "$wanted " ] || wrong "for \"$*\" bash offers \"$got\", not \"$wanted\""
}
touch "a log.evtx"
offered events sppwhy ev
offered "lint list" sppwhy rules li
offered "explain" sppwhy expl
offered "csv jsonl" sppwhy events --format ""
offered "json" sppwhy --format = j
offered "--format" sppwhy events --fo
offered "" sppwhy events --fail
offered "--fail-on" sppwhy collected --fail
offered "never" sppwhy --color n
offered "high" sppwhy --fail-on h
offered "duplicate-cmid" sppwhy explain duplicate-c
offered "events explain" sppwhy help e
offered "a log.evtx" sppwhy "a l"
offered "a log.evtx" sppwhy -o x events "a l"
offered "my-rules" sppwhy --rules my
offered "" sppwhy --since ""

if command -v zsh >/dev/null; then
    zsh -n "$pages/_sppwhy" || wrong "zsh does not read its completion"
fi
if command -v fish >/dev/null; then
    fish_offers() {
        HOME=$work XDG_CONFIG_HOME=$work/.config XDG_DATA_HOME=$work/.local \
            fish --no-config -c "source '$pages/sppwhy.fish'; complete -C '$1'" | cut -f 1 | tr '\n' ' '
    }
    [ "$(fish_offers 'sppwhy rules li')" = "lint list " ] || wrong "fish does not complete \`rules li\`"
    [ "$(fish_offers 'sppwhy events --format ')" = "csv jsonl " ] || wrong "fish does not complete formats"
    [ "$(fish_offers 'sppwhy events --fail')" = "" ] || wrong "fish offers events an option of analyze's"
fi

# ---- every option everywhere ---------------------------------------------------------------------------------------

bash_page=$(<"$pages/sppwhy.bash")
zsh_page=$(<"$pages/_sppwhy")
fish_page=$(<"$pages/sppwhy.fish")
for row in "${options[@]}"; do
    read -r name shorter <<<"$row"
    "$sppwhy" "$name" --version 2>&1 </dev/null | grep -q "unknown option" && wrong "$name is not known"
    [ "$shorter" != NULL ] || shorter=
    holds "$short" "$name${shorter:+|$shorter}" "-h"
    for each in $name $shorter; do
        holds "$long" "$each" "--help"
        holds "$bash_page" "$each" "the completion for bash"
        holds "$zsh_page" "$each" "the completion for zsh"
        case $each in
            --*) grep -q -- " -l ${each#--} " <<<"$fish_page" || wrong "the completion for fish does not have $each" ;;
            *) grep -q -- " -s ${each#-} " <<<"$fish_page" || wrong "the completion for fish does not have $each" ;;
        esac
        grep -qE -- "^\.It .*Fl ${each#-}( |$)" "$manual" || wrong "sppwhy(1) does not have $each"
    done
done

printf '%d checks, %d failed\n' "$checked" "$failed"
[ "$failed" = 0 ]
