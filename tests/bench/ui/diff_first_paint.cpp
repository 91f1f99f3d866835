// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/changes.h"
#include "core/git/repository.h"
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/samples.h"
#include "tests/support/test_repository/test_repository.h"
#include "ui/diff/diff_view.h"

namespace tamma::ui::bench {
namespace {

constexpr int LINES = 200'000;
constexpr int BLOCK = 20; // Lines that change, and then as many that stay: 100,000 in 5,000 blocks.

/// A large C++ file; in its second version every other block is different.
QByteArray source(bool changed)
{
    QByteArray text;
    text.reserve(LINES * 48);
    for (int line = 0; line < LINES; ++line) {
        const bool other = changed && line / BLOCK % 2 == 1;
        text += "    const auto value" + QByteArray::number(line) + " = "
            + (other ? "computed(\"" : "measured(\"") + QByteArray::number(line * 7919 % 1000)
            + "\"); // why\n";
    }
    return text;
}

void require(bool holds, const char* what)
{
    if (!holds) {
        qFatal("the bench measures nothing: %s", what);
    }
}

} // namespace

void measureDiffFirstPaint(BenchReport& report, Length length)
{
    const tests::TestRepository repository;
    const auto path = QStringLiteral("large.cpp");
    const auto from = repository.commit({{path, source(false)}});
    const auto to = repository.commit({{path, source(true)}});
    const auto opened = git::Repository::open(repository.path());
    require(opened.has_value(), "no repository");
    const int rounds = length == Length::Short ? 1 : 5;
    std::vector<Sample> ours;
    std::vector<Sample> peers;
    for (int round = 0; round < rounds; ++round) {
        DiffView view;
        showOnScreen(view); // Empty: the pane waits for its file.
        ours.push_back(timed([&] {
            const auto diff = git::fileDiff(*opened, {from, to}, path);
            require(diff.has_value() && diff->hunks.size() == LINES / BLOCK / 2, "no such diff");
            view.setDocument(makeDiffDocument(*diff));
            paintPending();
            require(view.isColoured(), "painted without colours");
        }));
        const auto gitText = timed([&] {
            (void)repository.git({QStringLiteral("diff"), QStringLiteral("--patience"), from, to});
        });
        peers.push_back({gitText.wall, gitText.wall}); // Another process: its CPU is its own.
    }
    printBoth(report,
              {.name = QStringLiteral("diff, 100,000 changed lines, first coloured paint"),
               .ours = percentile(ours, 0.5),
               .peerName = QStringLiteral("git diff --patience as text"),
               .peers = percentile(peers, 0.5),
               .mostMs = 400});
}

} // namespace tamma::ui::bench
