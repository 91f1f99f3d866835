// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/approval.h"
#include "core/events/payloads/gate.h"
#include "ui/widgets/status_look.h"

#include <QList>
#include <QMap>

namespace tamma::ui {

/// Something that is said about a line of the new version of a file.
///
/// Shape    Lines count from 1. 0, or no file: it is about no line, and is listed beside the diff.
struct LineNote {
    enum class Kind {
        Finding, ///< Of a gate.
        Comment, ///< Of a person, and sent.
        Draft, ///< Of this person, and not sent yet.
    };

    Kind kind = Kind::Finding;
    QString file;
    int line = 0;
    QString severity; ///< Of a finding: "low", "medium", "high" or "critical".
    QString text;
    QString by; ///< The gate, or the person.

    friend bool operator==(const LineNote&, const LineNote&) = default;
};

/// What a gate found.
[[nodiscard]] QList<LineNote> findingNotes(const events::Verdict& verdict);

/// What this person wrote and did not send yet.
[[nodiscard]] QList<LineNote> draftNotes(const QList<events::LineComment>& drafts);

/// The notes of one file by line, counted from 0.
using NotesByLine = QMap<int, QList<LineNote>>;

/// What stands in a file, for its row in a list.
struct NoteCount {
    int findings = 0;
    int comments = 0; ///< Drafts too.
    QString severity; ///< The worst of the findings.
};

/// How serious a finding is: its shape, its word and its colours.
[[nodiscard]] StatusLook severityLook(const QString& severity, const ColourTokens& colours);

/// The same of any note; a comment has a look of its own.
[[nodiscard]] StatusLook noteLook(const LineNote& note, const ColourTokens& colours);

/// Returns the note that is to be seen first: a draft, then the worst finding. `notes` has one.
[[nodiscard]] const LineNote& foremost(const QList<LineNote>& notes);

/// Counts the notes of each file.
[[nodiscard]] QMap<QString, NoteCount> countNotes(const QList<LineNote>& notes);

/// "High: rounds to dollars (Review)": a note in words, for one line of text.
[[nodiscard]] QString noteSentence(const LineNote& note);

} // namespace tamma::ui
