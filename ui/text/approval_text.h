// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/merge_forecast.h"
#include "core/readmodels/approvals.h"

namespace tamma::ui {

// What stands on an approval. "Plain" is for readers who decide without reading code: no word of
// the trade.

/// "Waits for your decision", "Needs your help", "Asks a question"; and how it ended.
[[nodiscard]] QString approvalHeadline(const readmodels::Approval& approval);

/// "1 of 2 approvals · due in 3 h"; empty when there is nothing of that kind to say.
[[nodiscard]] QString approvalRules(const readmodels::Approval& approval, Timestamp now);

/// Something about who decides and until when, to be read before anything else.
struct ApprovalNotice {
    QString icon;
    QString text;
    bool isUrgent = false;

    friend bool operator==(const ApprovalNotice&, const ApprovalNotice&) = default;
};

/// Who has it, who was told, when it ends, what keeps `person` from deciding: the urgent ones
/// first.
[[nodiscard]] QList<ApprovalNotice> approvalNotices(const readmodels::Approval& approval,
                                                    const QString& person, Timestamp now);

/// The question as it was asked; plain: "Should “Round payments” become part of shop?"
[[nodiscard]] QString approvalQuestion(const readmodels::Approval& approval, bool plain);

/// How much it matters if this is wrong, in one sentence.
[[nodiscard]] QString riskSentence(const readmodels::Approval& approval);

/// What can be done about it later, in one sentence.
[[nodiscard]] QString undoSentence(const readmodels::Approval& approval, bool plain);

/// Whether it can be merged now; plain: whether it still fits.
[[nodiscard]] QString forecastText(const git::MergeForecast& forecast, bool plain);

/// What happened, for people who do not read code: the summary of the request, unless it quotes
/// what a failed step said.
[[nodiscard]] QString plainSummary(const readmodels::Approval& approval);

/// Whether a check of the change wants a person to look.
[[nodiscard]] bool isLeftToPerson(const readmodels::Approval& approval);

/// Whether a gate found nothing that stands in the way; a person may have to look all the same.
[[nodiscard]] bool isGood(const events::Verdict& verdict);

/// What one check found, in plain words: "The tests pass."
[[nodiscard]] QString checkSentence(const events::Verdict& verdict);

} // namespace tamma::ui
