// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"
#include "tests/support/change_corpus.h"

#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

struct Measured {
    double recall = 0;
    double precision = 0;
    qsizetype size = 0;
};

Measured measure(const QString& name)
{
    const auto corpus = test::ChangeCorpus::read(qEnvironmentVariable("TAMMA_SOURCE_DIR")
                                                 + u"/tests/data/breaking/"_s + name);
    int breaking = 0;
    int found = 0;
    int wrong = 0;
    for (const test::CorpusChange& change : corpus) {
        const bool breaks = change.name.startsWith(u"breaks "_s);
        const auto hits = intelligence::breakingHits(change.files);
        breaking += breaks ? 1 : 0;
        found += breaks && !hits.isEmpty() ? 1 : 0;
        wrong += !breaks && !hits.isEmpty() ? 1 : 0;
        if (breaks == hits.isEmpty()) {
            qInfo("%s: %s%s", qPrintable(name), qPrintable(change.name),
                  hits.isEmpty() ? " is not seen" : qPrintable(u" -> "_s + hits[0].symbol));
        }
    }
    qInfo("%s: %d of %d found, %d wrong, %lld changes", qPrintable(name), found, breaking, wrong,
          qlonglong(corpus.size()));
    return {double(found) / breaking, double(found) / (found + wrong), corpus.size()};
}

} // namespace

class BreakingCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void isMeasuredOnWhatItWasMadeWith()
    {
        const Measured measured = measure(u"changes.txt"_s);
        QVERIFY(measured.recall >= 0.95);
        QVERIFY(measured.precision >= 0.8);
    }

    void isMeasuredOnWhatWasHeldOut()
    {
        const Measured measured = measure(u"held_out.txt"_s);
        QVERIFY(measured.recall >= 0.8);
        QVERIFY(measured.precision >= 0.8);
    }
};

QTEST_GUILESS_MAIN(BreakingCorpusTest)
#include "tst_breaking_corpus.moc"
