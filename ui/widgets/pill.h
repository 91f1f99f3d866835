// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/status_look.h"

#include <QLabel>

namespace tamma::ui {

/// A status, or a short fact in the colour of one, as icon and words on a tint.
class Pill final : public QLabel {
    Q_OBJECT

public:
    explicit Pill(QWidget* parent = nullptr);

    /// Shows `status`; `word` and `icon` replace the status's own where they are not empty
    /// ("High risk" in the colours of Failed).
    void setStatus(Status status, const QString& word = {}, const QString& icon = {});
    [[nodiscard]] Status status() const { return m_status; }

    [[nodiscard]] QSize sizeHint() const override;
    /// Where there is no room for the words, the beginning of them.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] StatusLook look() const;

    Status m_status = Status::Queued;
    QString m_word;
    QString m_icon;
};

} // namespace tamma::ui
