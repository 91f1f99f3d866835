// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QLabel>

namespace tamma::ui {

/// The keys of a shortcut, each in a small outlined box.
class KeyHint final : public QLabel {
    Q_OBJECT

public:
    explicit KeyHint(const QKeySequence& keys, QWidget* parent = nullptr);

    void setKeys(const QKeySequence& keys);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList m_keys;
};

} // namespace tamma::ui
