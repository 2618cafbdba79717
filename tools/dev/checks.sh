# shellcheck shell=bash
# Lint and packaging. Sourced by ./dev, which gives $top, $enter, say, die, build, build_dir, in_root.

sources() { git -C "$top" ls-files -- '*.cpp' '*.h'; }

lint_format() {
    local fix=(--dry-run)
    [ "${1:-}" = --fix ] && fix=(-i)
    say "clang-format"
    sources | "${enter[@]}" xargs clang-format -Werror "${fix[@]}"
}

lint_shell() {
    say "shellcheck"
    "${enter[@]}" shellcheck -x dev .ci/run
}

# A file is looked at again only when it, a header, or the checks changed: the stamp is named by their hash.
lint_tidy() {
    say "clang-tidy"
    configure "$preset"
    local headers stamps="$top/build/tidy" file key todo=()
    mkdir -p "$stamps"
    headers=$(cd "$top" && git ls-files -- '*.h' '.clang-tidy' | xargs cat | sha256sum | cut -c1-16)
    while read -r file; do
        key=$(sha256sum "$top/$file" | cut -c1-16)
        [ -e "$stamps/$headers-$key" ] || todo+=("$file")
    done < <(tidy_sources "$1")
    [ ${#todo[@]} -gt 0 ] || return 0
    # shellcheck disable=SC2016 # expanded by the inner shell
    printf '%s\n' "${todo[@]}" | "${enter[@]}" xargs -P "$(nproc)" -I{} sh -c \
        'clang-tidy --quiet -p "$1" "$3" 2>/dev/null && touch "$2-$(sha256sum "$3" | cut -c1-16)"' \
        sh "$(build_dir)" "$stamps/$headers" {}
}

# The Qt-free floors, which hold the parsers and the threads; everything takes some twenty minutes on two cores, so it
# is for --all. Tests are checked by running.
tidy_sources() {
    local rooms=('base/*.cpp' 'inference/*.cpp' 'hardware/*.cpp')
    [ "$1" = --all ] && rooms+=('core/*.cpp' 'app/*.cpp' 'ui/*.cpp')
    git -C "$top" ls-files -- "${rooms[@]}"
}

lint() {
    lint_format "${1:-}"
    lint_shell
    [ "${1:-}" = --fix ] || lint_tidy "${1:-}"
    say "Lint is clean"
}

make_package() {
    build "$preset"
    local dir="$top/build/package" deb
    rm -rf "$dir"
    mkdir -p "$dir"
    "${enter[@]}" cpack --config "$(build_dir)/CPackConfig.cmake" -G DEB -B "$dir" >"$dir/cpack.log" 2>&1 || { tail -n 20 "$dir/cpack.log" >&2; die "CPack failed"; }
    deb=$(find "$dir" -maxdepth 1 -name '*.deb')
    say "Made ${deb#"$top/"} ($(du -h "$deb" | cut -f1))"
    if [ "${enter[0]}" != in_root ] || [ "$(id -u)" -ne 0 ]; then
        say "It is installed and tried only in a development root, as root; not done here."
        return 0
    fi
    try_package "$deb"
}

# Installs into the root itself and takes it out again, whatever happens between.
try_package() {
    local deb=$1 home
    home=$(mktemp -d)
    # shellcheck disable=SC2064 # the value now
    trap "in_root --writable -- dpkg --purge sotto >/dev/null 2>&1; rm -rf '$home'" EXIT
    in_root --writable -- dpkg --install "$deb" >/dev/null || die "The package does not install"
    in_root -- env QT_QPA_PLATFORM=offscreen /usr/bin/sotto --home "$home" --demo "$home/sotto.png" || die "The installed program does not start"
    in_root -- /usr/bin/sotto-cli --home "$home" chat -p "Hello" >/dev/null || die "The installed sotto-cli does not answer"
    in_root -- desktop-file-validate /usr/share/applications/sotto.desktop || die "The desktop entry is not valid"
    in_root --writable -- dpkg --purge sotto >/dev/null || die "The package does not remove"
    if in_root -- test -e /usr/bin/sotto; then die "The package left /usr/bin/sotto behind"; fi
    say "Installed, started, answered, removed"
}
