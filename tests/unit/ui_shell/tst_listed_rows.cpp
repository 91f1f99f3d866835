// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/listed_rows.h"

#include <QSignalSpy>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

struct Named {
    QString name;
    int value = 0;

    friend bool operator==(const Named&, const Named&) = default;
};

QList<Named> rows(const QString& names, int value = 0)
{
    QList<Named> list;
    for (const QChar name : names) {
        list.append({QString(name), value});
    }
    return list;
}

} // namespace

class TestListedRows : public QObject {
    Q_OBJECT

private slots:
    void announcesOnlyWhatDiffers_data();
    void announcesOnlyWhatDiffers();
    void listThatFollowsTheSignalsEndsUpEqual();
    void keysKeepTheirIds();
    void changedValuesAreAnnouncedOneByOne();
};

void TestListedRows::announcesOnlyWhatDiffers_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("signal");
    QTest::newRow("nothing") << u"abc"_s << u"abc"_s << QString();
    QTest::newRow("first rows") << QString() << u"ab"_s << u"inserted 0 2"_s;
    QTest::newRow("one at the end") << u"ab"_s << u"abc"_s << u"inserted 2 1"_s;
    QTest::newRow("one at the front") << u"bc"_s << u"abc"_s << u"inserted 0 1"_s;
    QTest::newRow("one in the middle goes") << u"abc"_s << u"ac"_s << u"removed 1 1"_s;
    QTest::newRow("all go") << u"abc"_s << QString() << u"removed 0 3"_s;
    QTest::newRow("two swap") << u"abc"_s << u"acb"_s << u"replaced"_s;
    QTest::newRow("one goes, one comes") << u"abc"_s << u"adc"_s << u"replaced"_s;
}

void TestListedRows::announcesOnlyWhatDiffers()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    ListedRows<Named> source([](const Named& row) { return row.name; }, nullptr);
    source.setRows(rows(before));
    QStringList seen;
    connect(&source, &RowSource::inserted, this, [&](qint64 first, qint64 count) {
        seen.append(u"inserted %1 %2"_s.arg(first).arg(count));
    });
    connect(&source, &RowSource::removed, this, [&](qint64 first, qint64 count) {
        seen.append(u"removed %1 %2"_s.arg(first).arg(count));
    });
    connect(&source, &RowSource::replaced, this, [&] { seen.append(u"replaced"_s); });
    connect(&source, &RowSource::changed, this, [&] { seen.append(u"changed"_s); });
    source.setRows(rows(after));
    QTEST(seen.join(u", "_s), "signal");
}

void TestListedRows::listThatFollowsTheSignalsEndsUpEqual()
{
    ListedRows<Named> source([](const Named& row) { return row.name; }, nullptr);
    QList<RowId> mirror; // As a list on screen would follow.
    connect(&source, &RowSource::inserted, this, [&](qint64 first, qint64 count) {
        for (qint64 row = first; row < first + count; ++row) {
            mirror.insert(row, source.idAt(row));
        }
    });
    connect(&source, &RowSource::removed, this,
            [&](qint64 first, qint64 count) { mirror.remove(first, count); });
    connect(&source, &RowSource::replaced, this, [&] {
        mirror.clear();
        for (qint64 row = 0; row < source.rowCount(); ++row) {
            mirror.append(source.idAt(row));
        }
    });
    for (const QString& names : {u"a"_s, u"ab"_s, u"xab"_s, u"xb"_s, u"bx"_s, u"bcdx"_s, u"cx"_s,
                                 u"x"_s, QString(), u"axbc"_s, u"aabc"_s.sliced(1)}) {
        source.setRows(rows(names));
        QCOMPARE(mirror.size(), source.rowCount());
        for (qint64 row = 0; row < source.rowCount(); ++row) {
            QCOMPARE(mirror.at(row), source.idAt(row));
            QCOMPARE(source.rowOf(source.idAt(row)), row);
        }
    }
}

void TestListedRows::keysKeepTheirIds()
{
    ListedRows<Named> source([](const Named& row) { return row.name; }, nullptr);
    source.setRows(rows(u"ab"_s));
    const RowId b = source.idAt(1);
    source.setRows(rows(u"c"_s));
    QCOMPARE(source.rowOf(b), -1);
    source.setRows(rows(u"cb"_s));
    QCOMPARE(source.rowOf(b), 1);
    QCOMPARE(source.rowOfKey(u"b"_s), 1);
    QCOMPARE(source.rowOfKey(u"never"_s), -1);
}

void TestListedRows::changedValuesAreAnnouncedOneByOne()
{
    ListedRows<Named> source([](const Named& row) { return row.name; }, nullptr);
    source.setRows(rows(u"abc"_s));
    QSignalSpy changed(&source, &RowSource::changed);
    QSignalSpy inserted(&source, &RowSource::inserted);
    QList<Named> next = rows(u"xabc"_s);
    next[2].value = 7; // "b", which moved down by one.
    source.setRows(next);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toLongLong(), 2);
}

QTEST_GUILESS_MAIN(TestListedRows)
#include "tst_listed_rows.moc"
