#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run_journey.sh JOURNEY.py TAMMA-DESKTOP TAMMA
# Everything is private and temporary: home, session bus, display, Tamma's state.
set -eu
for tool in Xvfb openbox dbus-run-session xprop xdotool /usr/bin/python3; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/run"
export XDG_RUNTIME_DIR=$scratch/run HOME=$scratch/home TAMMA_HOME=$scratch/tamma
mkdir -p "$HOME"
unset WAYLAND_DISPLAY DISPLAY DBUS_SESSION_BUS_ADDRESS
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_QPA_PLATFORM=xcb TAMMA_PLAYBACK_SPEED=50 NO_AT_BRIDGE=0
dbus-run-session -- bash -euc '
    mkfifo "$XDG_RUNTIME_DIR/display"
    exec 8<>"$XDG_RUNTIME_DIR/display"
    Xvfb -displayfd 8 -screen 0 1400x900x24 -nolisten tcp >/dev/null 2>&1 & server=$!
    read -r -t 20 -u 8 number
    export DISPLAY=:$number
    openbox >/dev/null 2>&1 & manager=$!
    code=0
    /usr/bin/python3 "$0" "$@" || code=$?
    kill $manager $server 2>/dev/null || true
    wait 2>/dev/null || true
    exit $code' "$@"
