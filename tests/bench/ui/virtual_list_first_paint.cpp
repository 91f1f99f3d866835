// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/record_rows.h"
#include "tests/bench/ui/samples.h"

namespace tamma::ui::bench {
void measureFirstPaint(BenchReport& report, Length length)
{
    const int rounds = length == Length::Short ? 1 : 7;
    std::vector<Sample> ours;
    std::vector<Sample> peers;
    for (int round = 0; round < rounds; ++round) {
        RecordRows rows(TEN_MILLION);
        RecordList list;
        showOnScreen(list); // Still empty: a page that waits for its rows.
        ours.push_back(timed([&] {
            list.setSource(&rows);
            paintPending();
        }));
        list.mustHavePainted();
        RecordModel none(0);
        RecordModel model(TEN_MILLION);
        const auto table = makeTable(none);
        showOnScreen(*table);
        peers.push_back(timed([&] {
            table->setModel(&model);
            paintPending();
        }));
    }
    printBoth(report,
              {.name = QStringLiteral("10,000,000 rows, first paint, median"),
               .ours = percentile(ours, 0.5),
               .peerName = QStringLiteral("QTableView"),
               .peers = percentile(peers, 0.5),
               .mostMs = 60});
}

} // namespace tamma::ui::bench
