// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/crash/crash_stories.h"

namespace tamma::tests {

using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

const QString GREETING = u"greeting.txt"_s;
const RecordedFile GOOD{GREETING, "Hello, world\n"};
const QString WANTS_THE_WORLD = u"\"grep -q world greeting.txt\""_s;

QStringList approve(const LoopState& state)
{
    return state.openApproval->kind == u"escalation"_s
        ? QStringList{u"approve"_s, u"#1"_s, u"--note"_s, u"greet the world"_s}
        : QStringList{u"approve"_s, u"#1"_s};
}

QStringList sendBackOnce(const LoopState& state)
{
    return state.attempts.size() == 1
        ? QStringList{u"reject"_s, u"#1"_s, u"--note"_s, u"it should greet the world"_s}
        : approve(state);
}

/// Somebody changes the same line on the base branch while the first question is open.
void changeTheSameLine(const LoopState& state, SmallProject& project)
{
    const QString head = project.git({u"rev-parse"_s, u"main"_s});
    if (state.attempts.size() == 1 && head == state.start.baseCommit) {
        project.commit({{GREETING, "Servus\n"}}, u"Another greeting"_s);
    }
}

} // namespace

QList<CrashStory> crashStories()
{
    const RecordedFile first{GREETING, "Hallo\n"};
    const RecordedFile second{GREETING, "Hej\n"};
    const RecordedFile third{GREETING, "Ciao\n"};
    const QString build = u"build: \"true\""_s;
    const QString test = u"test: \"true\""_s;
    const QString strictTest = u"test: "_s + WANTS_THE_WORLD;
    return {{u"green"_s, {build, test}, {GOOD}, approve},
            {u"retried gate"_s, {build, strictTest}, {first, GOOD}, approve},
            {u"escalation"_s, {build, strictTest}, {first, second, third, GOOD}, approve},
            {u"rejected approval"_s, {build, test}, {first, GOOD}, sendBackOnce},
            {u"CI red"_s, {build, test, u"ci: "_s + WANTS_THE_WORLD}, {first, GOOD}, approve},
            {u"conflict"_s, {build, test}, {first, GOOD}, approve, changeTheSameLine}};
}

} // namespace tamma::tests
