// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/kept_text.h"

#include "ui/text/status_text.h"
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using git::KeptBecause;

namespace {

struct KeptText {
    Q_DECLARE_TR_FUNCTIONS(KeptText)
};

} // namespace

QString keptReason(const git::KeptWork& work)
{
    switch (work.because) {
    case KeptBecause::Attempt:
        return KeptText::tr("Attempt %1").arg(work.attempt);
    case KeptBecause::Reset:
        return KeptText::tr("The worktree was put back");
    case KeptBecause::Removed:
        return KeptText::tr("The worktree was removed");
    case KeptBecause::SessionEnded:
        return KeptText::tr("The agent ended early");
    case KeptBecause::LoopOver:
        return KeptText::tr("The loop ended with unsaved edits");
    case KeptBecause::Replaced:
        return KeptText::tr("The attempt was made again");
    case KeptBecause::Unknown:
        break;
    }
    return KeptText::tr("Kept by Tamma");
}

QString keptExtent(const git::KeptWork& work)
{
    return work.files == 0 ? KeptText::tr("no files")
                           : filesText(work.files) + u" · "_s
            + QLocale().formattedDataSize(work.sizeBytes, 1, QLocale::DataSizeSIFormat);
}

QString keptFor(const git::KeptWork& work, Timestamp now)
{
    const auto left = work.keptAt + git::KEPT_FOR - now;
    return left <= left.zero() ? KeptText::tr("may go any day")
                               : KeptText::tr("%1 left").arg(ageText(left));
}

QString forecastSentence(const git::MergeForecast& forecast)
{
    const QString& branch = forecast.baseBranch;
    if (forecast.alreadyMerged) {
        return KeptText::tr("It is in %1 already.").arg(branch);
    }
    const auto others = forecast.conflicts.size() - 1;
    if (others < 0) {
        return KeptText::tr("Merges cleanly into %1.").arg(branch);
    }
    const QString& first = forecast.conflicts.first();
    if (others == 0) {
        return KeptText::tr("Conflicts with %1 in %2.").arg(branch, first);
    }
    return KeptText::tr("Conflicts with %1 in %2 and %3 more.")
        .arg(branch, first, filesText(static_cast<int>(others)));
}

} // namespace tamma::ui
