// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/line_note.h"

#include "ui/text/status_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

struct NoteText {
    Q_DECLARE_TR_FUNCTIONS(NoteText)
};

int rankOf(const QString& severity)
{
    return severity == "critical"_L1 ? 3 : severity == "high"_L1 ? 2 : severity == "medium"_L1;
}

int rankOf(const LineNote& note)
{
    return note.kind == LineNote::Kind::Draft  ? 5
        : note.kind == LineNote::Kind::Comment ? -1
                                               : rankOf(note.severity);
}

} // namespace

StatusLook severityLook(const QString& severity, const ColourTokens& colours)
{
    switch (rankOf(severity)) {
    case 3:
        return {u"octagon-x"_s, NoteText::tr("Critical"), colours.failed};
    case 2:
        return {u"triangle-alert"_s, NoteText::tr("High"), colours.failed};
    case 1:
        return {u"info"_s, NoteText::tr("Medium"), colours.needsYou};
    default:
        return {u"circle-dot"_s, NoteText::tr("Low"), colours.idle};
    }
}

StatusLook noteLook(const LineNote& note, const ColourTokens& colours)
{
    switch (note.kind) {
    case LineNote::Kind::Comment:
        return {u"message-square"_s, NoteText::tr("Comment"), colours.running};
    case LineNote::Kind::Draft:
        return {u"pencil"_s, NoteText::tr("Your comment, not sent yet"), colours.running};
    case LineNote::Kind::Finding:
        break;
    }
    return severityLook(note.severity, colours);
}

QList<LineNote> findingNotes(const events::Verdict& verdict)
{
    QList<LineNote> notes;
    for (const events::Finding& finding : verdict.findings) {
        notes.append({LineNote::Kind::Finding, finding.file, finding.line, finding.severity,
                      finding.message, gateLabel(verdict.gateId)});
    }
    return notes;
}

QList<LineNote> draftNotes(const QList<events::LineComment>& drafts)
{
    QList<LineNote> notes;
    for (const events::LineComment& draft : drafts) {
        notes.append({LineNote::Kind::Draft, draft.file, draft.line, {}, draft.text, {}});
    }
    return notes;
}

const LineNote& foremost(const QList<LineNote>& notes)
{
    return *std::ranges::max_element(notes, {}, [](const LineNote& note) { return rankOf(note); });
}

QMap<QString, NoteCount> countNotes(const QList<LineNote>& notes)
{
    QMap<QString, NoteCount> counts;
    for (const LineNote& note : notes) {
        NoteCount& count = counts[note.file];
        if (note.kind != LineNote::Kind::Finding) {
            ++count.comments;
            continue;
        }
        const bool isWorse
            = count.findings++ == 0 || rankOf(note.severity) > rankOf(count.severity);
        count.severity = isWorse ? note.severity : count.severity;
    }
    return counts;
}

QString noteSentence(const LineNote& note)
{
    const QString what = noteLook(note, colourTokens(ColourScheme::Light)).word;
    return note.by.isEmpty() ? u"%1: %2"_s.arg(what, note.text)
                             : u"%1: %2 (%3)"_s.arg(what, note.text, note.by);
}

} // namespace tamma::ui
