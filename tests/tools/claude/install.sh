#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install.sh FOLDER: puts the pinned claude program under FOLDER and prints its path. Does nothing
# when it is there already. With no network it says so and ends well: the tests then skip.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$1
program=$target/node_modules/.bin/claude
lock=$here/package-lock.json

if [ -x "$program" ] && cmp -s "$lock" "$target/installed-lock.json"; then
    echo "$program"
    exit 0
fi
command -v npm >/dev/null || { echo "install.sh: npm is missing; apt-get install npm" >&2; exit 1; }

mkdir -p "$target"
cp "$here/package.json" "$lock" "$target/"
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    export NODE_EXTRA_CA_CERTS
fi
# --force: the package asks for a newer node than Debian has, but its program is native.
if ! (cd "$target" && npm ci --no-audit --no-fund --force --fetch-retries 1 --omit-lockfile-registry-resolved) >"$target/npm.log" 2>&1; then
    if grep -Eq 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH' "$target/npm.log"; then
        echo "install.sh: no network; the tests with the real claude program will be skipped"
        exit 0
    fi
    cat "$target/npm.log" >&2
    exit 1
fi
# npm of Debian cannot tell the C libraries apart and takes both programs; this one cannot run here.
rm -rf "$target"/node_modules/@anthropic-ai/claude-code-linux-*-musl
"$program" --version
cp "$lock" "$target/installed-lock.json"
echo "$program"
