// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

class QComboBox;
class QScrollArea;

namespace tamma::ui {

class DoctorReport;
class EngineSettings;

/// How Tamma looks and works, where it keeps things, and what it finds on this machine. Changes
/// count at once; there is no button to apply them.
class SettingsPage final : public Page {
    Q_OBJECT

public:
    SettingsPage(const PageParts& parts, QWidget* parent);

    [[nodiscard]] QList<QWidget*> panes() const override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeContent();
    QWidget* makeAppearance();
    QWidget* makePlaces();
    void registerActions();

    PageParts m_parts;
    QComboBox* m_theme;
    EngineSettings* m_engine;
    DoctorReport* m_doctor;
    QScrollArea* m_area;
};

} // namespace tamma::ui
