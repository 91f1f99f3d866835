// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QComboBox;
class QRadioButton;

namespace tamma::ui {

/// Who works on an issue: the usual provider, Claude Code, or a recording.
class ProviderChoice final : public QWidget {
    Q_OBJECT

public:
    /// `usual` names what is chosen at first.
    ProviderChoice(const QString& usual, const QStringList& recordings, QWidget* parent);

    /// Says what the usual one is, once that is known.
    void setUsual(const QString& usual);

    /// The id of the provider; empty for the usual one.
    [[nodiscard]] QString provider() const;
    /// A built-in name or a file; empty unless a recording is to be played.
    [[nodiscard]] QString recording() const;

    /// False while a recording is wanted and none is named: it has the focus then.
    [[nodiscard]] bool isComplete();

private:
    QRadioButton* m_usual;
    QRadioButton* m_claude;
    QRadioButton* m_playback;
    QComboBox* m_recording;
};

} // namespace tamma::ui
