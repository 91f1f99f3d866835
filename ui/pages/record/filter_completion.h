// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QCompleter;
class QLineEdit;
class QStringListModel;

namespace tamma::ui {

class GuiSession;

/// Completes what is typed into the filter: keys, the types and the values of tags that the record
/// knows, and times. The engine is asked with every key; late answers are dropped.
///
/// Threads  GUI thread only.
class FilterCompletion final : public QObject {
    Q_OBJECT

public:
    FilterCompletion(GuiSession& session, QLineEdit* edit);

    [[nodiscard]] QCompleter* completer() const { return m_completer; }

private:
    void offer();
    void show(const QString& typed, QStringList words);
    void complete(const QString& chosen);
    [[nodiscard]] QString typedPart() const;

    GuiSession& m_session;
    QLineEdit* m_edit;
    QStringListModel* m_words;
    QCompleter* m_completer;
    quint64 m_generation = 0;
};

} // namespace tamma::ui
