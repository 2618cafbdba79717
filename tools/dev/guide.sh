# shellcheck shell=bash
# Training the guide model. Sourced by ./dev, which gives $top, $enter, say, die, in_root, ensure_root.

# True where this machine itself has what tools/guide/packages.txt lists.
can_train_natively() {
    case ${SOTTO_NATIVE:-} in
        0) return 1 ;;
        1) return 0 ;;
    esac
    command -v llama-server >/dev/null && command -v llama-quantize >/dev/null || return 1
    python3 -c 'import torch, sentencepiece, gguf, numpy' 2>/dev/null
}

# PyTorch is large and only training needs it, so it has a root of its own.
prepare_guide() {
    mkdir -p "$sotto_cache"
    if can_train_natively; then enter=(env); return; fi
    package_file=tools/guide/packages.txt root_words="the root for training" root_size="about 1.5 GB"
    ensure_root
    enter=(in_root --)
}

guide() {
    local what=${1:-} script
    [ $# -gt 0 ] && shift
    case $what in
        # Ctrl+C is for the training alone, which saves and ends; the sandbox would end at once and take it along.
        train) script=train.py; trap '' INT ;;
        export) script=export.py ;;
        eval) script=evaluate.py ;;
        test) script='' ;;
        *) die "./dev guide train, export, eval or test; tools/guide/README.md tells more." ;;
    esac
    prepare_guide
    if [ -z "$script" ]; then set -- -m unittest discover -s tools/guide "$@"
    else set -- "tools/guide/$script" "$@"; fi
    # Memory that was freed stays with the program: a step that gets fresh pages from the system takes many times as long.
    "${enter[@]}" env GLIBC_TUNABLES=glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736:glibc.malloc.arena_max=1 \
        python3 "$@"
}
