// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/draft_comments.h"

#include "ui/shell/window_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tamma::ui {

using events::LineComment;
using namespace Qt::StringLiterals;

namespace {

QString keyOf(const QString& commit)
{
    return u"drafts/"_s + commit;
}

void keep(WindowState& window, const QString& commit, const QList<LineComment>& comments)
{
    QJsonArray kept;
    for (const LineComment& one : comments) {
        kept.append(
            QJsonObject{{u"file"_s, one.file}, {u"line"_s, one.line}, {u"text"_s, one.text}});
    }
    if (kept.isEmpty()) {
        window.remove(keyOf(commit));
    } else {
        window.setBytes(keyOf(commit), QJsonDocument(kept).toJson(QJsonDocument::Compact));
    }
}

} // namespace

QList<LineComment> draftComments(const WindowState& window, const QString& commit)
{
    QList<LineComment> comments;
    if (commit.isEmpty()) {
        return comments;
    }
    const auto kept = QJsonDocument::fromJson(window.bytes(keyOf(commit))).array();
    for (const auto& value : kept) {
        const QJsonObject one = value.toObject();
        comments.append(
            {one["file"_L1].toString(), one["line"_L1].toInt(), {}, one["text"_L1].toString()});
    }
    return comments;
}

void setDraftComment(WindowState& window, const QString& commit, const LineComment& comment)
{
    auto comments = draftComments(window, commit);
    const auto same = std::ranges::find_if(comments, [&](const LineComment& other) {
        return other.file == comment.file && other.line == comment.line;
    });
    if (same == comments.end()) {
        comments.append(comment);
    } else {
        same->text = comment.text;
    }
    comments.removeIf([](const LineComment& one) { return one.text.isEmpty(); });
    keep(window, commit, comments);
}

void forgetSentComments(WindowState& window, const QString& commit, const QList<LineComment>& sent)
{
    auto comments = draftComments(window, commit);
    comments.removeIf([&](const LineComment& one) { return sent.contains(one); });
    keep(window, commit, comments);
}

} // namespace tamma::ui
