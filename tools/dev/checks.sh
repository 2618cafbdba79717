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

lint_tidy() {
    say "clang-tidy"
    rm -f "$(build_dir lint)/build.ninja" # a file that is new is not in what was configured before
    SOTTO_UNITY='' configure lint
    tidy_sources "$1" | "${enter[@]}" python3 tools/dev/tidy.py "$(build_dir lint)" "$top/build/tidy"
}

lint_guide() {
    say "data and tools of the guide model"
    # Those that need no PyTorch; the rest is for ./dev guide test.
    local tests=(check wording corpus chat_format verdict run_folder)
    "${enter[@]}" env PYTHONPATH=tools/guide python3 -m unittest --quiet "${tests[@]/#/test_}"
    "${enter[@]}" python3 tools/guide/check.py
}

# Everything takes long on two cores and is for --all, which still has findings in the newer rooms; what reads the bytes of
# strangers is looked at each time. Tests are checked by running.
tidy_sources() {
    local rooms=('base/*.cpp' 'hardware/*.cpp')
    rooms+=('inference/gguf/*.cpp' 'inference/template/*.cpp' 'inference/reply/*.cpp' 'inference/speculation/*.cpp')
    rooms+=('inference/json/*.cpp' 'inference/grammar/*.cpp')
    [ "$1" = --all ] && rooms+=('inference/*.cpp' 'core/*.cpp' 'app/*.cpp' 'ui/*.cpp')
    git -C "$top" ls-files -- "${rooms[@]}"
}

lint() {
    lint_format "${1:-}"
    lint_shell
    lint_guide
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
