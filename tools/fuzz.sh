# shellcheck shell=bash
#: fuzz MINUTES
#: look for inputs that break sppwhy, over all harnesses in turn; what is worth keeping goes to
#: tests/fuzz/corpus

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"
# shellcheck source=tests/fuzz/fuzz.sh
source "$root/tests/fuzz/fuzz.sh"

main() {
    local minutes=${1:-} names name seconds status=0
    [[ $minutes =~ ^[1-9][0-9]{0,4}$ ]] || wrong_words fuzz "'$minutes' is no number of minutes"
    need "$packages_to_test"
    need_sanitizers
    build_fuzz || die "the build failed"
    mapfile -t names < <(fuzz_names)
    seconds=$((minutes * 60 / ${#names[@]}))
    for name in "${names[@]}"; do
        if fuzz_one "$name" $((seconds > 0 ? seconds : 1)); then
            fuzz_keep "$name" || die "fuzz: the corpus of $name cannot be merged"
            printf 'ok      %s: %s\n' "$name" "$(fuzz_tell "$name")"
        else
            tail -n 40 "$log_folder/fuzz-$name.log"
            printf 'FOUND   %s: see %s\n' "$name" "$fuzz_build/finds/$name"
            status=1
        fi
    done
    return $status
}
