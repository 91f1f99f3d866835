// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>

namespace tamma::ui {

/// Adds a row whose label is as wide as those of every other section of the settings, and names the
/// field for people who do not see it.
void addSettingsRow(QFormLayout& form, const QString& label, QWidget* field);

} // namespace tamma::ui
