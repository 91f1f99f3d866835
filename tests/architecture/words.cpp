// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/words.h"

#include <QRegularExpression>

namespace tamma::architecture {

using namespace Qt::StringLiterals;

namespace {

enum class Where { Code, Comments };

/// A pattern, the folders in which it is banned, and what to say.
struct Ban {
    const char* pattern;
    const char* message;
    const char* folders = "^";
    Where where = Where::Code;
};

constexpr Ban BANS[] = {
    {"\\b(?:class|struct)\\s+\\w*(?:Manager|Helper|Utils?|Handler|Data|Info|Impl|Base)\\b(?!\\s*;)",
     "the ending says nothing, so everything will fit in. Name the one thing that it does or is"},
    {"::instance\\s*\\(",
     "a singleton hides who needs whom and cannot be replaced in a test. Take a reference in the "
     "constructor; app/composition.cpp makes the object"},
    {"\\b(?:QThread::m?u?sleep|QTest::q(?:Wait|Sleep)|u?sleep|nanosleep|sleep_(?:for|until))\\s*"
     "\\(",
     "a sleep is too short on a slow machine and too long on a fast one. Wait for the condition: "
     "QTRY_VERIFY, a condition variable, poll()"},
    {"\\bprocessEvents\\s*\\(",
     "events would arrive in the middle of this function. Return to the event loop, or use "
     "ui/client's FrameScheduler"},
    {"\\bsetStyleSheet\\s*\\(",
     "a style sheet replaces TammaStyle and does not follow the theme. Use the palette's tokens"},
    {"_cast<[^>]*>\\s*\\(\\s*parent(?:Widget)?\\s*\\(\\s*\\)",
     "climbing to a parent ties a widget to one place. Take what is needed in the constructor",
     "^ui/"},
    {"\\.then\\s*\\(\\s*\\[",
     "the widget may be gone when the answer comes. Name the context: .then(this, [...])", "^ui/"},
    {"(?<![\\w.>:])tr\\s*\\(|\\bQ(?:Core|Gui)?Application::translate\\b",
     "the core speaks in codes, so that callers can branch. Put the sentence into ui/text",
     "^core/"},
    {"\\b(?:TODO(?!\\(#\\d+\\))|FIXME|XXX|HACK)\\b",
     "a note to nobody. Do it now, or open an issue and write TODO(#number)", "^", Where::Comments},
    {"\\bNOLINT(?:NEXTLINE|BEGIN|END)?\\b(?!\\()",
     "silences every check. Name the one, and the reason: NOLINT(check): why", "^",
     Where::Comments},
};

} // namespace

QStringList bannedWords(const SourceFile& file)
{
    QStringList found;
    for (const Ban& ban : BANS) {
        if (!QRegularExpression(QString::fromLatin1(ban.folders)).match(file.path).hasMatch()) {
            continue;
        }
        const QString& text = ban.where == Where::Code ? file.code : file.comments;
        const QRegularExpression pattern(QString::fromLatin1(ban.pattern));
        for (const auto& match : pattern.globalMatch(text)) {
            found.append(violation(file, lineAt(text, match.capturedStart()),
                                   u"\"%1\": %2"_s.arg(match.captured().simplified(),
                                                       QString::fromLatin1(ban.message))));
        }
    }
    return found;
}

} // namespace tamma::architecture
