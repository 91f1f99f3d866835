// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"
#include "tests/scenario/support/small_project.h"

#include <functional>

namespace tamma::tests {

/// One way in which a loop can go, with the people who decide in it.
struct CrashStory {
    QString name;
    QStringList commands; ///< Of the project.
    QList<RecordedFile> attempts;

    /// What a person does about the open question: the words after `tamma approvals`. Called again
    /// after a kill; equal states must give equal answers.
    std::function<QStringList(const workflow::LoopState&)> answer;

    /// What others do to the repository while that question is open; may be empty.
    std::function<void(const workflow::LoopState&, SmallProject&)> meanwhile = {};
};

/// A loop of every outcome: green, retried gate, escalation, rejected approval, CI red, conflict.
[[nodiscard]] QList<CrashStory> crashStories();

} // namespace tamma::tests
