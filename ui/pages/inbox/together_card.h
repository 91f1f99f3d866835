// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QScrollArea>

namespace tamma::ui {

/// What is decided together, in place of the card of one: every question by its name, and those
/// that have to be decided by themselves, with the reason.
class TogetherCard final : public QScrollArea {
    Q_OBJECT

public:
    explicit TogetherCard(QWidget* parent);

    void setApprovals(const QList<readmodels::Approval>& chosen);
};

} // namespace tamma::ui
