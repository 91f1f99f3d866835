// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/line_quotes.h"

#include <QHash>

namespace tamma::engine {

using events::LineComment;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LONGEST_QUOTE = 400;

} // namespace

Result<QList<LineComment>> quoted(QList<LineComment> comments,
                                  const std::function<Result<QByteArray>(const QString&)>& fileAt)
{
    QHash<QString, QList<QByteArray>> files;
    for (LineComment& comment : comments) {
        if (comment.text.trimmed().isEmpty()) {
            return failure(errors::INVALID_ARGUMENT, u"A comment needs words."_s);
        }
        auto lines = files.find(comment.file);
        if (lines == files.end()) {
            const auto text = fileAt(comment.file);
            if (!text) {
                return failure(errors::INVALID_ARGUMENT,
                               u"There is no file %1 in the change."_s.arg(comment.file));
            }
            const QByteArray whole = text->endsWith('\n') ? text->chopped(1) : *text;
            lines = files.insert(comment.file, whole.split('\n'));
        }
        if (comment.line < 1 || comment.line > lines->size()) {
            return failure(
                errors::INVALID_ARGUMENT,
                u"%1 has no line %2 in the change."_s.arg(comment.file).arg(comment.line));
        }
        comment.quote
            = QString::fromUtf8(lines->at(comment.line - 1)).trimmed().left(LONGEST_QUOTE);
    }
    return comments;
}

} // namespace tamma::engine
