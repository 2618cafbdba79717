# shellcheck shell=bash
# The development root: a Debian forky folder with the whole stack, made once by mmdebstrap and entered with bubblewrap.
# Another list of packages makes another root, which is how the guide model's training gets one of its own. Sourced by ./dev.

sotto_cache=${XDG_CACHE_HOME:-$HOME/.cache}/sotto
suite=forky
package_file=tools/dev/packages.txt # from $top; its packages make and name the root
root_words="the development root"   # what messages call it
root_size="about 2 GB"

say() { printf '\033[1msotto:\033[0m %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

package_list() { sed 's/#.*//' "$top/$package_file" | tr -s ' \n' '\n' | sed '/^$/d'; }

root_path() {
    local key
    key=$({ echo "$suite 1 $(dpkg --print-architecture 2>/dev/null)"; package_list; } | sha256sum | cut -c1-12)
    echo "$sotto_cache/root-$key"
}

# True where this machine has everything by itself. Asked once per set of installed CMake packages.
can_build_natively() {
    case ${SOTTO_NATIVE:-} in
        0) return 1 ;;
        1) return 0 ;;
    esac
    command -v cmake >/dev/null && command -v ninja >/dev/null || return 1
    # Without llama's header the probe cannot succeed, and looking is quicker than configuring.
    local found='' dir
    for dir in /usr /usr/local ${CMAKE_PREFIX_PATH:+${CMAKE_PREFIX_PATH//:/ }}; do
        [ -e "$dir/include/llama.h" ] && found=1
    done
    [ -n "$found" ] || return 1
    cmake -S "$top/tools/dev/probe" -B "$sotto_cache/probe" -G Ninja >"$sotto_cache/probe.log" 2>&1
}

ensure_tools() {
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v bwrap >/dev/null || missing+=(bubblewrap)
    [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
    if [ "$(id -u)" -ne 0 ]; then command -v newuidmap >/dev/null || missing+=(uidmap); fi
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null ||
        die "This machine has neither Sotto's libraries nor apt to fetch them. See \"Building natively\" in README.md."
    if [ "$(id -u)" -ne 0 ]; then
        die "Missing: ${missing[*]}. Install them with:  sudo apt-get install ${missing[*]}"
    fi
    say "Installing ${missing[*]} on this machine"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
        >"$sotto_cache/apt.log" 2>&1 || { tail -n 5 "$sotto_cache/apt.log" >&2; die "Could not install ${missing[*]}; the log is $sotto_cache/apt.log"; }
}

# The Debian mirror this machine itself uses; the project names none.
debian_mirror() {
    [ -n "${SOTTO_MIRROR:-}" ] && { echo "$SOTTO_MIRROR"; return; }
    # shellcheck disable=SC2016 # apt's own placeholders
    apt-get indextargets --format '$(REPO_URI) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
        awk '$2 !~ /security|updates|backports/ { print $1; exit }'
}

user_namespaces_work() { unshare --user --map-root-user true 2>/dev/null; }

# An ordinary user makes the root in a user namespace.
check_user_may_make_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    user_namespaces_work ||
        die "This user may not make namespaces (kernel.unprivileged_userns_clone or AppArmor forbids it). Run ./dev as root once, or build natively (README.md)."
    local file
    for file in /etc/subuid /etc/subgid; do
        grep -qE "^($(id -un)|$(id -u)):" "$file" 2>/dev/null ||
            die "This user has no line in $file. Add one with:  sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
    done
}

make_root_once() {
    local target=$1 mirror=$2 log=$3 mode=root signal=KILL options=() proxy
    # All of it ends with this script, however that ends: as root in a process namespace that falls with its first
    # process. mmdebstrap's unshare mode makes one itself and outlives its parent; the group it is in is ended instead.
    local tie=(setpriv --pdeathsig KILL unshare --pid --mount-proc --fork --kill-child=KILL)
    if [ "$(id -u)" -ne 0 ]; then
        mode=unshare signal=TERM
        # shellcheck disable=SC2016 # expanded by the inner shell
        tie=(setsid setpriv --pdeathsig TERM bash -c 'trap "kill -KILL 0" TERM; "$@" & wait $!' tie)
    fi
    proxy=$(apt-config dump 2>/dev/null | sed -n 's/^Acquire::http::Proxy "\(.*\)";$/\1/p')
    [ -n "$proxy" ] && options+=(--aptopt="Acquire::http::Proxy \"$proxy\"")
    local child status=0
    # In the background, so that a signal is answered at once; without the lock, which must not outlive this script.
    "${tie[@]}" mmdebstrap --variant=apt --mode="$mode" \
        --aptopt='Acquire::Check-Valid-Until "false"' \
        --aptopt='APT::Install-Recommends "false"' \
        --aptopt='Acquire::Retries "3"' "${options[@]}" \
        --include="$(package_list | paste -sd,)" \
        --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
        "$suite" "$target" "deb $mirror $suite main" >"$log" 2>&1 9>&- &
    child=$!
    # shellcheck disable=SC2064 # the values now
    trap "kill -$signal $child || true; wait $child 2>/dev/null || true; remove_root '$target'; say 'Interrupted; nothing is left behind.'; exit 130" INT TERM HUP
    wait "$child" || status=$?
    trap - INT TERM HUP
    return "$status"
}

# mmdebstrap's folder in unshare mode belongs to sub-uids, which plain rm may not touch; the folder that holds it belongs
# to the user, whom those may not touch.
remove_root() {
    [ -e "$1" ] || return 0
    rm -rf --one-file-system "$1" 2>/dev/null && return 0
    [ "$(id -u)" -eq 0 ] || mmdebstrap --unshare-helper rm -rf --one-file-system "$1" >/dev/null 2>&1 || true
    rm -rf --one-file-system "$1"
}

explain_root_failure() {
    local log=$1 gone
    gone=$(sed -n 's/^E: Unable to locate package \(.*\)$/\1/p; s/^E: Package .\(.*\). has no installation candidate$/\1/p' "$log" | sort -u | paste -sd' ')
    if [ -n "$gone" ]; then
        say "Debian $suite no longer has: $gone. Name what replaces it in $package_file."
    elif grep -qE '404 +Not Found|Hash Sum mismatch' "$log"; then
        say "The package index changed while it was being read."
    else
        tail -n 4 "$log" >&2
    fi
}

ensure_root() {
    root=$(root_path)
    mkdir -p "$sotto_cache/ccache"
    [ -e "$root/.sotto-complete" ] && return
    ensure_tools
    exec 9>"$sotto_cache/root.lock"
    flock 9
    if [ -e "$root/.sotto-complete" ]; then exec 9>&-; return; fi
    local mirror part="$root.part" log="$sotto_cache/root.log"
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die "No Debian mirror found in this machine's apt set-up. Give one in SOTTO_MIRROR."
    check_user_may_make_root
    remove_root "$root"
    say "Making $root_words (Debian $suite, $root_size, about a minute) in $root"
    local try
    for try in 1 2; do
        remove_root "$part"
        if make_root_once "$part" "$mirror" "$log"; then
            mark_complete "$part" && mv "$part" "$root" && break
        fi
        explain_root_failure "$log"
        [ "$try" -eq 1 ] && say "Trying once more with a fresh package index"
    done
    [ -e "$root/.sotto-complete" ] || { remove_root "$part"; die "Could not make $root_words; nothing is left behind. The log is $log"; }
    exec 9>&-
    say "Made $root_words"
}

mark_complete() {
    if [ "$(id -u)" -eq 0 ]; then touch "$1/.sotto-complete"
    else mmdebstrap --unshare-helper touch "$1/.sotto-complete"; fi
}

nvidia_arguments() {
    local lib
    [ -e /dev/nvidiactl ] || return 0
    args+=(--dir /run/nvidia --setenv LD_LIBRARY_PATH /run/nvidia)
    while read -r lib; do
        args+=(--ro-bind "$(readlink -f "$lib")" "/run/nvidia/$(basename "$lib")")
    done < <(ldconfig -p | sed -n 's/.*=> \(.*lib\(cuda\|nvidia-[a-z0-9-]*\|GLX_nvidia\|nvoptix\)\.so[.0-9]*\)$/\1/p' | grep -v '/lib32/' | sort -u)
    for lib in /usr/share/vulkan/icd.d/nvidia_icd.json /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json; do
        [ -e "$lib" ] && args+=(--ro-bind "$lib" /run/nvidia/nvidia_icd.json --setenv VK_ADD_DRIVER_FILES /run/nvidia/nvidia_icd.json)
    done
    return 0
}

display_arguments() {
    [ -n "${XDG_RUNTIME_DIR:-}" ] && [ -d "$XDG_RUNTIME_DIR" ] && args+=(--bind "$XDG_RUNTIME_DIR" "$XDG_RUNTIME_DIR")
    [ -n "${XAUTHORITY:-}" ] && [ -e "$XAUTHORITY" ] && args+=(--ro-bind "$XAUTHORITY" "$XAUTHORITY")
    [ -S /run/dbus/system_bus_socket ] && args+=(--ro-bind /run/dbus/system_bus_socket /run/dbus/system_bus_socket)
    return 0
}

# in_root [--writable] -- COMMAND…: runs it in the root. Writable is for installing the package, as root only.
in_root() {
    local args=(--die-with-parent --unshare-pid --dev /dev --proc /proc --ro-bind /sys /sys --tmpfs /run) entry name device writable=
    if [ "$1" = --writable ]; then writable=1; shift; fi
    [ "$1" = -- ] && shift
    for entry in "$root"/*; do
        name=${entry##*/}
        case $name in dev | proc | sys | run | tmp | home | root | mnt | media) continue ;; esac
        if [ -L "$entry" ]; then args+=(--symlink "$(readlink "$entry")" "/$name")
        elif [ -d "$entry" ] && [ -n "$writable" ]; then args+=(--bind "$entry" "/$name")
        elif [ -d "$entry" ]; then args+=(--ro-bind "$entry" "/$name"); fi
    done
    # /dev stays bubblewrap's own small one; shared memory and GPUs are let in.
    args+=(--bind /tmp /tmp --bind "$HOME" "$HOME" --bind "$top" "$top" --tmpfs /dev/shm)
    for device in /dev/dri /dev/nvidia* /dev/kfd; do
        [ -e "$device" ] && args+=(--dev-bind "$device" "$device")
    done
    nvidia_arguments
    display_arguments
    # A stale LD_LIBRARY_PATH or Qt setting of the machine would meet the root's newer libraries.
    args+=(--unsetenv QT_PLUGIN_PATH --unsetenv LD_PRELOAD
        --setenv CCACHE_DIR "$sotto_cache/ccache" --setenv CCACHE_MAXSIZE 5G
        --setenv CCACHE_BASEDIR "$top" --setenv CCACHE_NOHASHDIR 1
        --setenv SOTTO_DEV_ROOT 1
        --setenv LANG "${SOTTO_LANG:-C.UTF-8}" --setenv LC_ALL "${SOTTO_LANG:-C.UTF-8}"
        --setenv PATH /usr/bin:/bin:/usr/sbin:/sbin:/usr/lib/qt6/bin --chdir "$PWD")
    bwrap "${args[@]}" -- "$@"
}
