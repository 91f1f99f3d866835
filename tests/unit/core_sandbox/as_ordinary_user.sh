#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# as_ordinary_user.sh PROGRAM: runs a test as "nobody"; exits with 77 (skipped) when that is not possible.
if [ "$(id -u)" != 0 ]; then
    echo "SKIP: the tests run as an ordinary user already"
    exit 77
fi
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
# The build folder may be in a home that nobody else can enter.
cp "$1" "$folder/test" && chmod 755 "$folder" "$folder/test" || exit 1
as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs"
if ! $as_nobody true; then
    echo "SKIP: setpriv cannot change the user here"
    exit 77
fi
cd / && HOME=/nonexistent $as_nobody "$folder/test"
