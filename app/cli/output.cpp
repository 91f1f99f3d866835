// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/hidden_characters.h"
#include "core/base/json.h"
#include "ui/text/error_text.h"

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

void write(FILE* stream, const QByteArray& text)
{
    fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stream);
    fflush(stream);
}

/// What agents and projects say cannot steer the terminal.
QByteArray safe(const QString& text)
{
    return withoutHiddenCharacters(QString(text).replace(u"\r\n"_s, u"\n"_s)).toUtf8();
}

/// Returns the width of the terminal on stdout, or 0 when there is none.
int terminalWidth()
{
    winsize size{};
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

const QByteArray CLEAR_LINE = "\r\x1b[K";

} // namespace

void Output::row(const QJsonObject& object, const QString& line) const
{
    if (m_json) {
        write(stdout, json::compact(object) + '\n');
    } else {
        say(line);
    }
}

void Output::say(const QString& line) const
{
    if (!m_json) {
        write(stdout, (terminalWidth() > 0 ? CLEAR_LINE : QByteArray()) + safe(line) + '\n');
    }
}

void Output::progress(const QString& line) const
{
    if (const int width = terminalWidth(); !m_json && width > 0) {
        write(stdout, CLEAR_LINE + safe(line.left(width - 1)));
    }
}

void Output::warn(const QString& line) const
{
    write(stderr, safe(line) + '\n');
}

ExitCode Output::fail(const Error& error) const
{
    QString text = u"tamma: "_s + ui::errorSentence(error);
    const QStringList details = ui::errorDetails(error).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : details) {
        text += u"\n  "_s + line;
    }
    write(stderr, safe(text) + '\n');
    return error.code == errors::CANCELLED ? Interrupted : Failed;
}

} // namespace tamma::cli
