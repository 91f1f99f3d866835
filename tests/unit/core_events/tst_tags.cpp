// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/tags.h"

#include <QTest>

using namespace tamma::events;
using namespace Qt::StringLiterals;

class TestTags final : public QObject {
    Q_OBJECT

private slots:
    void keepsEachPairOnceInOrder();
    void addsNothingForAnEmptyValue();
    void givesTheValuesOfAKey();
    void containsOnlyExactPairs();
    void containsAllOfASubset_data();
    void containsAllOfASubset();
};

void TestTags::keepsEachPairOnceInOrder()
{
    const Tags tags{{u"b"_s, u"1"_s}, {u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}, {u"a"_s, u"1"_s}};
    const QList<std::pair<QString, QString>> expected{
        {u"a"_s, u"1"_s}, {u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}};
    QCOMPARE(tags.pairs(), expected);
    QVERIFY(tags == (Tags{{u"a"_s, u"1"_s}, {u"a"_s, u"2"_s}, {u"b"_s, u"1"_s}}));
}

void TestTags::addsNothingForAnEmptyValue()
{
    const Tags tags{{u"a"_s, QString()}};
    QVERIFY(tags.isEmpty());
}

void TestTags::givesTheValuesOfAKey()
{
    const Tags tags{{u"a"_s, u"2"_s}, {u"a"_s, u"1"_s}, {u"b"_s, u"3"_s}};
    QCOMPARE(tags.value(u"a"_s), u"1"_s);
    QCOMPARE(tags.values(u"a"_s), (QStringList{u"1"_s, u"2"_s}));
    QCOMPARE(tags.value(u"q"_s), QString());
    QCOMPARE(tags.values(u"q"_s), QStringList());
}

void TestTags::containsOnlyExactPairs()
{
    const Tags tags{{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}};
    QVERIFY(tags.contains(u"a"_s, u"1"_s));
    QVERIFY(!tags.contains(u"a"_s, u"2"_s));
    QVERIFY(!tags.contains(u"a"_s, u"11"_s));
    QVERIFY(!tags.contains(u"A"_s, u"1"_s));
}

void TestTags::containsAllOfASubset_data()
{
    QTest::addColumn<Tags>("part");
    QTest::addColumn<bool>("contained");
    QTest::newRow("nothing") << Tags() << true;
    QTest::newRow("one") << Tags{{u"b"_s, u"2"_s}} << true;
    QTest::newRow("all") << Tags{{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}} << true;
    QTest::newRow("one is missing") << Tags{{u"a"_s, u"1"_s}, {u"c"_s, u"3"_s}} << false;
    QTest::newRow("more than there is")
        << Tags{{u"a"_s, u"1"_s}, {u"a"_s, u"2"_s}, {u"b"_s, u"2"_s}} << false;
}

void TestTags::containsAllOfASubset()
{
    QFETCH(Tags, part);
    QFETCH(bool, contained);
    const Tags tags{{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}};
    QCOMPARE(tags.containsAll(part), contained);
}

QTEST_GUILESS_MAIN(TestTags)
#include "tst_tags.moc"
