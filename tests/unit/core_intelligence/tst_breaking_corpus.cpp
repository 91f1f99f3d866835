// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"
#include "tests/support/change_corpus.h"

#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

/// How well breaking changes are told from safe ones, as shares of 1.
struct Measured {
    double recall = 0;
    double precision = 0;
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
    const Measured measured{double(found) / breaking, double(found) / (found + wrong)};
    qInfo("%s: %d of %d found, %d of %lld safe ones flagged: recall %.1f %%, precision %.1f %%",
          qPrintable(name), found, breaking, wrong, qlonglong(corpus.size() - breaking),
          100 * measured.recall, 100 * measured.precision);
    return measured;
}

} // namespace

class BreakingCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void isMeasured_data()
    {
        QTest::addColumn<QString>("part");
        QTest::newRow("what it was made with") << u"changes.txt"_s;
        QTest::newRow("what was held out for the first version") << u"held_out.txt"_s;
        QTest::newRow("what was held out for the second version") << u"held_out_2.txt"_s;
        QTest::newRow("what was held out for the third version") << u"held_out_3.txt"_s;
    }
    void isMeasured()
    {
        QFETCH(QString, part);
        const Measured measured = measure(part);
        QVERIFY(measured.recall >= 0.95);
        QVERIFY(measured.precision >= 0.8);
    }
};

QTEST_GUILESS_MAIN(BreakingCorpusTest)
#include "tst_breaking_corpus.moc"
