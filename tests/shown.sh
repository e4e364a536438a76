# shellcheck shell=bash
# Pages that show what the program says: the blocks behind their marks are made anew. Sourced by update.sh, which puts
# them into the pages, and by tasks_test.sh, which compares.
#
#   <!-- output: NAME -->        the block behind it is what `named_output NAME` prints
#   <!-- file: PATH -->          the block behind it is written to PATH in the scratch folder
#   <!-- run -->                 each line `$ COMMAND` of the block is run in the scratch folder; what is behind it is
#                                what it prints, messages too. It must end with status 0. A line that ends in \
#                                or | goes on in the next.
#   <!-- run if CONDITION -->    the same, but the block stays as it is where the command CONDITION fails
#   <!-- run | CUT -->           the same, and what the commands print goes through the command CUT

# shown_scratch FOLDER SAMPLES: makes the folder in which the blocks of a page run.
shown_scratch() {
    shown_folder=$1
    mkdir -p "$1"
    cp -R "$2" "$1/samples"
}

# in_scratch COMMAND: as a user would run it, with sppwhy on the path.
in_scratch() {
    (
        cd "$shown_folder" || exit
        unset COLUMNS NO_COLOR
        PATH=$(dirname "${sppwhy:?}"):$PATH TZ=UTC LC_ALL=C.UTF-8 bash -c "$1" 2>&1
    )
}

# run_shown CUT: the lines of a block on standard input, with what its commands print now.
run_shown() {
    local line command='' status=0
    while IFS= read -r line; do
        if [ -n "$command" ]; then
            command+=$'\n'$line
        elif [[ $line == '$ '* ]]; then
            command=${line#'$ '}
        else
            continue
        fi
        printf '%s\n' "$line"
        [[ $line != *[\\\|] ]] || continue
        in_scratch "$command" </dev/null >"$shown_folder/.said" || {
            status=$?
            printf 'this ends with status %s: %s\n' "$status" "$command" >&2
        }
        in_scratch "$1" <"$shown_folder/.said"
        command=''
    done
    return "$status"
}

# make_block MARK: the block on standard input, fences left out, as it should be.
make_block() {
    local mark=$1 cut=cat
    case $mark in
        'output: '*) named_output "${mark#output: }" ;;
        'file: '*)
            mkdir -p "$(dirname "$shown_folder/${mark#file: }")"
            tee "$shown_folder/${mark#file: }"
            ;;
        'run if '*)
            if in_scratch "${mark#run if }" </dev/null >/dev/null; then
                run_shown cat
            else
                printf 'not run here, since this fails: %s\n' "${mark#run if }" >&2
                cat
            fi
            ;;
        run | 'run | '*)
            [ "$mark" = run ] || cut=${mark#run | }
            run_shown "$cut"
            ;;
        *)
            printf 'no such mark: <!-- %s -->\n' "$mark" >&2
            return 1
            ;;
    esac
}

# shown_page PAGE: the page, with every marked block as it should be.
shown_page() {
    local line mark='' block='' inside=no status=0
    local known='^<!-- ((output|file|run)[ :].*|run) -->$'
    while IFS= read -r line; do
        if [ "$inside" = yes ] && [ "$line" != '```' ]; then
            block+=$line$'\n'
            continue
        elif [ "$inside" = yes ]; then
            printf '%s' "$block" | make_block "$mark" || status=1
            inside=no mark='' block=''
        elif [[ $line =~ $known ]]; then
            mark=${BASH_REMATCH[1]}
        elif [ -n "$mark" ] && [[ $line == '```'* ]]; then
            inside=yes
        fi
        printf '%s\n' "$line"
    done <"$1"
    return "$status"
}
