// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settings_row.h"

#include "ui/widgets/text_label.h"

namespace tamma::ui {

void addSettingsRow(QFormLayout& form, const QString& label, QWidget* field)
{
    auto* text = new TextLabel(TextRole::Body, label, form.parentWidget());
    text->setTextFormat(Qt::AutoText); // For the mnemonic.
    text->setMinimumWidth(160);
    text->setBuddy(field);
    field->setAccessibleName(QString(label).remove(u'&'));
    form.addRow(text, field);
}

} // namespace tamma::ui
