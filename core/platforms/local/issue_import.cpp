// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platforms/local/issue_import.h"

#include <QRegularExpression>

#include <optional>

namespace tamma::platforms {

namespace {

// A fence ends with the same character, at least as often as it began (CommonMark 4.5).
class FenceTracker {
public:
    // Takes the next line and answers whether it belongs to a code block.
    bool isCode(const QString& line)
    {
        static const QRegularExpression fence(QStringLiteral("^ {0,3}(`{3,}|~{3,})(.*)$"));
        const auto match = fence.match(line);
        const QString mark = match.captured(1);
        if (m_open.isEmpty()) {
            // "```x```" on one line is inline code.
            const bool opens = match.hasMatch()
                && !(mark.startsWith(QLatin1Char('`'))
                     && match.captured(2).contains(QLatin1Char('`')));
            m_open = opens ? mark : QString();
            return opens;
        }
        if (mark.startsWith(m_open) && match.captured(2).trimmed().isEmpty()) {
            m_open.clear();
        }
        return true;
    }

private:
    QString m_open;
};

std::optional<QString> headingOf(const QString& line)
{
    static const QRegularExpression heading(
        QStringLiteral("^ {0,3}#{1,2}(?:[ \\t]+(.*?))?(?:[ \\t]+#+)?[ \\t]*$"));
    const auto match = heading.match(line);
    return match.hasMatch() ? std::optional(match.captured(1).trimmed()) : std::nullopt;
}

std::optional<QStringList> labelsOf(const QString& line)
{
    static const QRegularExpression labels(QStringLiteral("^\\s*labels:(.*)$"),
                                           QRegularExpression::CaseInsensitiveOption);
    const auto match = labels.match(line);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    QStringList names;
    for (const QString& name : match.captured(1).split(QLatin1Char(','))) {
        if (!name.trimmed().isEmpty() && !names.contains(name.trimmed())) {
            names.append(name.trimmed());
        }
    }
    return names;
}

// The issue that is being read.
struct Section {
    QString title;
    QStringList lines;
    std::optional<QStringList> labels;

    void closeInto(QList<IssueDraft>& drafts) const
    {
        if (!title.isEmpty()) {
            drafts.append({{},
                           title,
                           lines.join(QLatin1Char('\n')).trimmed(),
                           labels.value_or(QStringList()),
                           {}});
        }
    }
};

} // namespace

QList<IssueDraft> importMarkdown(const QString& text)
{
    QList<IssueDraft> drafts;
    Section section;
    FenceTracker fences;
    for (QString line : text.split(QLatin1Char('\n'))) {
        if (line.endsWith(QLatin1Char('\r'))) {
            line.chop(1);
        }
        const bool code = fences.isCode(line);
        if (const auto title = code ? std::nullopt : headingOf(line)) {
            section.closeInto(drafts);
            section = {*title, {}, {}};
            continue;
        }
        const auto labels = code || section.labels ? std::nullopt : labelsOf(line);
        if (labels) {
            section.labels = labels;
        } else {
            section.lines.append(line);
        }
    }
    section.closeInto(drafts);
    return drafts;
}

} // namespace tamma::platforms
