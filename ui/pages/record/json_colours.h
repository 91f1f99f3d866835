// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace tamma::ui {

/// Colours for indented JSON, from the tokens of the palette of `view`: call rehighlight() when
/// that changes. Lines of more than LONGEST characters stay plain.
class JsonColours final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    static constexpr int LONGEST = 4'000;

    JsonColours(QTextDocument* document, const QWidget& view);

protected:
    void highlightBlock(const QString& text) override;

private:
    const QWidget& m_view;
};

} // namespace tamma::ui
