#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tidy.sh SOURCE BUILD [FILE...]
# Runs clang-tidy on the named files, or on those that changed since the branch left main (on main:
# since the commit before), the largest changes first and at most TAMMA_TIDY_FILES (8) of them.
set -eu
source_dir=$1
build_dir=$2
shift 2
most=${TAMMA_TIDY_FILES:-8}

skip() {
    echo "skipped: $*"
    exit 77
}

git_here() { git -c safe.directory='*' -C "$source_dir" "$@"; }

command -v clang-tidy-19 >/dev/null || skip "clang-tidy-19 is not installed"
if [ $# -eq 0 ]; then
    git_here rev-parse --verify --quiet HEAD >/dev/null 2>&1 || skip "no git history to compare with"
    base=$(git_here merge-base main HEAD 2>/dev/null) || base=
    if [ -z "$base" ] || [ "$base" = "$(git_here rev-parse HEAD)" ]; then
        base=$(git_here rev-parse --verify --quiet HEAD~1) || skip "the first commit has nothing before it"
    fi
    changed=$(git_here diff --numstat --no-renames --diff-filter=d "$base" -- 'app/*.cpp' 'core/*.cpp' 'ui/*.cpp' 'tests/*.cpp' |
        sort -rn | cut -f 3)
    [ -n "$changed" ] || skip "no source changed since $(git_here rev-parse --short "$base")"
    count=$(echo "$changed" | wc -l)
    echo "$count changed since $(git_here rev-parse --short "$base"); checking at most $most"
    # shellcheck disable=SC2046 # One word a file.
    set -- $(echo "$changed" | head -n "$most")
fi

# The build compiles several sources at once; clang-tidy wants the command of each.
commands=$build_dir/tidy
cd "$source_dir"
cmake --preset "$(basename "$build_dir")" -B "$commands" -D TAMMA_UNITY=OFF >/dev/null
sed -i "s|$commands|$build_dir|g" "$commands/compile_commands.json"
for file in "$@"; do
    if grep -qF "\"file\": \"$source_dir/$file\"" "$commands/compile_commands.json"; then
        echo "$file"
    fi
done | xargs -r -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p "$commands" --extra-arg=-Wno-ignored-gch \
    --extra-arg=-Wno-unknown-warning-option
