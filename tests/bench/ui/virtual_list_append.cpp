// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/record_rows.h"
#include "tests/bench/ui/samples.h"

namespace tamma::ui::bench {

namespace {

void measureAppend(BenchReport& report, Length length, bool follows)
{
    const int count = length == Length::Short ? 5 : 200;
    constexpr int BATCH = 83; // 5,000 events a second, 60 frames a second.
    RecordRows rows(TEN_MILLION);
    RecordList list;
    list.setSource(&rows);
    list.setFollowsTail(follows);
    showOnScreen(list);
    RecordModel model(TEN_MILLION);
    const auto table = makeTable(model);
    showOnScreen(*table);
    if (follows) {
        table->scrollToBottom();
        paintPending();
    }
    std::vector<Sample> ours;
    std::vector<Sample> peers;
    for (int round = 0; round < count; ++round) {
        ours.push_back(timed([&] {
            rows.append(BATCH);
            paintPending();
        }));
        peers.push_back(timed([&] {
            model.append(BATCH);
            if (follows) {
                table->scrollToBottom();
            }
            paintPending();
        }));
    }
    printBoth(report,
              {.name = follows ? QStringLiteral("live append of 83 rows, followed, p99")
                               : QStringLiteral("live append of 83 rows, out of sight, p99"),
               .ours = percentile(ours, 0.99),
               .peerName = QStringLiteral("QTableView"),
               .peers = percentile(peers, 0.99),
               .mostMs = follows ? 8.0 : 3.0});
}

} // namespace

void measureAppend(BenchReport& report, Length length)
{
    measureAppend(report, length, false);
    measureAppend(report, length, true);
}

} // namespace tamma::ui::bench
