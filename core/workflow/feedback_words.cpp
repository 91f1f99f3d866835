// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/feedback_words.h"

#include <algorithm>

namespace tamma::workflow {

using namespace events;
using namespace Qt::StringLiterals;

QString wordsOf(const Verdict& verdict)
{
    QString text = verdict.summary;
    for (const Finding& finding : verdict.findings) {
        text += u"\n%1:%2: %3"_s.arg(finding.file).arg(finding.line).arg(finding.message);
    }
    if (!verdict.logTail.isEmpty()) {
        text += u"\n\n"_s + verdict.logTail;
    }
    return text;
}

QString wordsOf(const ApprovalRejected& rejected)
{
    if (rejected.comments.isEmpty()) {
        return rejected.reason;
    }
    QList<LineComment> comments = rejected.comments;
    std::ranges::stable_sort(comments, {}, [](const LineComment& comment) {
        return std::pair(comment.file, comment.line);
    });
    QString text = rejected.reason;
    QString place;
    for (const LineComment& comment : std::as_const(comments)) {
        const QString here = u"%1:%2"_s.arg(comment.file).arg(comment.line);
        if (std::exchange(place, here) != here) {
            text += u"\n\n%1\n> %2"_s.arg(here, comment.quote);
        }
        text += u'\n' + comment.text;
    }
    return text.trimmed();
}

} // namespace tamma::workflow
