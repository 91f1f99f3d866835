// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/time_travel/spied_calls.h"

#include <QRegularExpression>

#include <unistd.h>

namespace tamma::tests {

using namespace Qt::StringLiterals;

namespace {

// Nothing is there: only the log sees that somebody asked.
constexpr auto BEGIN = "/tamma-spy/begin";
constexpr auto END = "/tamma-spy/end";

// A call of one of these groups, by its name in the log.
bool isCall(const QString& line, const QString& names)
{
    static const QRegularExpression form(u"^\\d+ +([a-z0-9_]+)\\("_s);
    const auto match = form.match(line);
    return match.hasMatch()
        && QRegularExpression(u"\\A(?:%1)\\z"_s.arg(names)).match(match.captured(1)).hasMatch();
}

// Standard streams, pipes and the event counters that threads wake each other with are no files;
// -y writes what a number stands for behind it.
bool isToFile(const QString& line)
{
    static const QRegularExpression file(u"^\\d+ +[a-z0-9_]+\\(\\d+</(?!dev/)"_s);
    return file.match(line).hasMatch();
}

bool isWrite(const QString& line)
{
    if (isCall(line, u"write|writev|pwrite64|pwritev2?|ftruncate|fallocate"_s)) {
        return isToFile(line);
    }
    if (isCall(line, u"open|openat"_s)) { // To open is nothing; to make or to cut is.
        return line.contains(u"O_TRUNC"_s) || line.contains(u"O_EXCL"_s)
            || line.contains(u"O_TMPFILE"_s);
    }
    return isCall(line,
                  u"creat|truncate|rename.*|unlink.*|mkdir.*|rmdir|link.*|symlink.*|mknod.*"_s);
}

bool isProcess(const QString& line)
{
    return isCall(line, u"fork|vfork|execve|execveat"_s)
        || (isCall(line, u"clone|clone3"_s) && !line.contains(u"CLONE_THREAD"_s));
}

} // namespace

QStringList SpiedCalls::options(const QString& file)
{
    return {u"-f"_s,
            u"-y"_s,
            u"--seccomp-bpf"_s,
            u"-e"_s,
            u"trace=/^(access|faccessat2?|write|writev|pwrite64|pwritev2?|ftruncate|truncate|"
            "fallocate|open|openat|creat|rename.*|unlink.*|mkdir.*|rmdir|link.*|symlink.*|mknod.*|"
            "fork|vfork|clone|clone3|execve|execveat|socket|connect|sendto|sendmsg|bind)$"_s,
            u"-o"_s,
            file};
}

SpiedCalls SpiedCalls::inLog(const QByteArray& log)
{
    SpiedCalls calls;
    bool isOn = false;
    bool isOver = false;
    for (const QString& line : QString::fromUtf8(log).split(u'\n')) {
        isOver = isOver || (isOn && line.contains(QLatin1StringView(END)));
        isOn = isOn || line.contains(QLatin1StringView(BEGIN));
        if (!isOn || isOver) {
            continue;
        }
        if (isWrite(line)) {
            calls.writes.append(line);
        } else if (isProcess(line)) {
            calls.processes.append(line);
        } else if (isCall(line, u"socket|connect|bind|sendto|sendmsg"_s)) {
            calls.network.append(line);
        }
    }
    calls.isWhole = isOver;
    return calls;
}

void SpiedCalls::begin()
{
    static_cast<void>(::access(BEGIN, F_OK));
}

void SpiedCalls::end()
{
    static_cast<void>(::access(END, F_OK));
}

} // namespace tamma::tests
