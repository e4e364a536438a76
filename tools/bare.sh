# shellcheck shell=bash
#: bare [RELEASE...]
#: ./dev run and ./dev test on a Debian that has nothing but its essential packages, apt, git and
#: certificates: in a chroot of each RELEASE (default: bookworm trixie), made as root
#
# What is made lies in build/bare: RELEASE.base, as debootstrap leaves it, is kept; RELEASE is a fresh copy of it, with the
# project as git has it (and what is changed and new here), and is left to be looked at. Nothing of this machine is used in
# it but its network settings: apt's, the resolver's, the certificates' and the proxies of the environment.

: "${root:?sourced by ./dev}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"

bare_folder=${SPPWHY_BARE:-$root/build/bare}

# The mirror that this machine has its own Debian from; nothing where it has none, and debootstrap then takes its own.
bare_mirror() {
    apt-get indextargets --format "\$(REPO_URI) \$(ORIGIN) \$(LABEL)" 'Created-By: Packages' 2>/dev/null |
        awk '$2 == "Debian" && $3 == "Debian" { sub(/\/$/, "", $1); print $1; exit }'
}

# bare_settings FOLDER: what a machine here needs to reach the network.
bare_settings() {
    local chroot=$1
    cp -L /etc/resolv.conf /etc/hosts "$chroot/etc/"
    apt-config dump 2>/dev/null | grep '^Acquire::' | grep -v '^Acquire::IndexTargets' >"$chroot/etc/apt/apt.conf.d/80-of-the-host" || true
    cp -a /etc/apt/auth.conf /etc/apt/auth.conf.d "$chroot/etc/apt/" 2>/dev/null || true
    cp -aL /usr/local/share/ca-certificates/. "$chroot/usr/local/share/ca-certificates/" 2>/dev/null || true
    cp -L /etc/ssl/certs/ca-certificates.crt "$chroot/etc/ssl/certs/" 2>/dev/null || true
}

# bare_base RELEASE: what debootstrap makes, once.
bare_base() {
    local release=$1 base=$bare_folder/$1.base mirror
    [ -f "$base/etc/debian_version" ] && [ ! -d "$base/debootstrap" ] && return
    rm -rf "$base"
    mkdir -p "$bare_folder"
    mirror=$(bare_mirror)
    say "making a bare $release in $base"
    quietly "bare-$release" debootstrap --variant=minbase --include=ca-certificates,git "$release" "$base" \
        ${mirror:+"$mirror"} || die "debootstrap could not make $release"
}

# bare_project FOLDER: the project as it would be committed now, as a repository of its own.
bare_project() {
    local copy=$1
    mkdir -p "$copy"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard --deduplicate |
        while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
        tar -c --null --no-recursion -T -) | tar -x -C "$copy" --no-same-owner
    git -C "$copy" init -q
    git -C "$copy" add -A
}

# bare_do RELEASE COMMAND: in the chroot, with mounts that end with it.
bare_do() {
    local chroot=$bare_folder/$1 variable proxies=()
    for variable in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [ -z "${!variable:-}" ] || proxies+=("$variable=${!variable}")
    done
    # shellcheck disable=SC2016 # expanded by the shell that is started
    unshare --mount --propagation=private sh -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && shift &&
        exec "$@"' sh "$chroot" \
        env -i "${proxies[@]}" HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        "TERM=${TERM:-dumb}" chroot "$chroot" sh -c "cd /root/sppwhy && $2" </dev/null
}

# bare_release RELEASE: counts what its ./dev test counts, and ./dev run as one more.
bare_release() {
    local release=$1 chroot=$bare_folder/$1 more
    bare_base "$release"
    rm -rf --one-file-system "$chroot"
    cp -a "$bare_folder/$release.base" "$chroot"
    bare_settings "$chroot"
    bare_project "$chroot/root/sppwhy"
    say "$release: ./dev run"
    if bare_do "$release" './dev run >/root/report' && grep -q '^  Machines  State' "$chroot/root/report"; then
        passed=$((passed + 1))
    else
        say "$release: ./dev run does not work"
        failed=$((failed + 1))
    fi
    say "$release: ./dev test"
    bare_do "$release" 'SPPWHY_COUNTS=/root/counts ./dev test' || true
    if [ -s "$chroot/root/counts" ]; then
        read -r -a more <"$chroot/root/counts"
        say "$release: ${more[0]} passed, ${more[1]} failed, ${more[2]} skipped"
        passed=$((passed + more[0])) failed=$((failed + more[1])) skipped=$((skipped + more[2]))
    else
        say "$release: ./dev test did not come to its end"
        failed=$((failed + 1))
    fi
}

main() {
    local release
    [ $# != 0 ] || set -- bookworm trixie
    for release in "$@"; do
        [[ $release =~ ^[a-z]+$ ]] || wrong_words bare "'$release' is no release of Debian"
    done
    [ "$(id -u)" = 0 ] || die 'bare: a chroot is made and entered by root only; try: sudo ./dev bare'
    in_git || die 'bare: what is copied is what git knows, and this is no repository'
    need "$packages_to_make_bare"
    for release in "$@"; do
        bare_release "$release"
    done
    close_counts
}
