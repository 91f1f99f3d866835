// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/text_label.h"

namespace tamma::ui {

/// One line of text that takes whatever room there is: what does not fit is cut with an ellipsis,
/// and the tool tip has it whole.
class ElidedLabel final : public TextLabel {
    Q_OBJECT

public:
    ElidedLabel(TextRole role, const QString& text, QWidget* parent = nullptr);

    void setFullText(const QString& text);
    [[nodiscard]] const QString& fullText() const { return m_full; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QString m_full;
};

} // namespace tamma::ui
