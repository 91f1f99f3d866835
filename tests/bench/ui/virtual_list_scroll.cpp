// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/record_rows.h"
#include "tests/bench/ui/samples.h"
#include "ui/widgets/metrics.h"

#include <QScrollBar>

namespace tamma::ui::bench {
namespace {

/// Moves a view and has it painted, once for each frame.
std::vector<Sample> frames(int count, const std::function<void(int frame)>& move)
{
    std::vector<Sample> samples;
    for (int frame = 0; frame < count; ++frame) {
        samples.push_back(timed([&] {
            move(frame);
            paintPending();
        }));
    }
    return samples;
}

/// A place far from the one before, the same in every run.
qint64 jump(int frame)
{
    return qint64{frame} * 7'368'787 % (TEN_MILLION - 1000);
}

} // namespace

void measureScrolling(BenchReport& report, Length length)
{
    const int count = length == Length::Short ? 20 : 600;
    RecordRows rows(TEN_MILLION);
    RecordList list;
    list.setSource(&rows);
    showOnScreen(list);
    RecordModel model(TEN_MILLION);
    const auto table = makeTable(model);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    showOnScreen(*table);
    list.mustHavePainted();
    auto* bar = table->verticalScrollBar();

    const auto scroll = [&](int frame) { list.setScrollTop(3LL * metrics::DENSE_ROW * frame); };
    const auto scrollTable = [&](int frame) { bar->setValue(3 * frame); };
    printBoth(report,
              {.name = QStringLiteral("scroll by 3 rows, frame p99"),
               .ours = percentile(frames(count, scroll), 0.99),
               .peerName = QStringLiteral("QTableView"),
               .peers = percentile(frames(count, scrollTable), 0.99),
               .mostMs = 8});
    list.mustHavePainted();
    const auto drag = [&](int frame) { list.setScrollTop(jump(frame) * metrics::DENSE_ROW); };
    const auto dragTable = [&](int frame) { bar->setValue(static_cast<int>(jump(frame))); };
    printBoth(report,
              {.name = QStringLiteral("drag the thumb, frame p99"),
               .ours = percentile(frames(count, drag), 0.99),
               .peerName = QStringLiteral("QTableView"),
               .peers = percentile(frames(count, dragTable), 0.99),
               .mostMs = 8});
    list.mustHavePainted();
}

} // namespace tamma::ui::bench
