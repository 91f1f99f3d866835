// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/event_query.h"
#include "core/events/request_check.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

class TestEventQuery final : public QObject {
    Q_OBJECT

private slots:
    void matchesTypesAsAlternativesAndTagsTogether_data();
    void matchesTypesAsAlternativesAndTagsTogether();
    void asksForEverythingWithoutItems();
    void isNotValidWithAnItemThatSaysNothing();
};

void TestEventQuery::matchesTypesAsAlternativesAndTagsTogether_data()
{
    QTest::addColumn<QList<QueryItem>>("items");
    QTest::addColumn<bool>("matches");
    const Tags a{{u"a"_s, u"1"_s}};
    const Tags aAndC{{u"a"_s, u"1"_s}, {u"c"_s, u"3"_s}};
    QTest::newRow("no item") << QList<QueryItem>{} << true;
    QTest::newRow("the type") << QList<QueryItem>{{{u"X"_s}, {}}} << true;
    QTest::newRow("one of the types") << QList<QueryItem>{{{u"Y"_s, u"X"_s}, {}}} << true;
    QTest::newRow("another type") << QList<QueryItem>{{{u"Y"_s}, {}}} << false;
    QTest::newRow("a tag") << QList<QueryItem>{{{}, a}} << true;
    QTest::newRow("a tag too many") << QList<QueryItem>{{{}, aAndC}} << false;
    QTest::newRow("type and tag") << QList<QueryItem>{{{u"X"_s}, a}} << true;
    QTest::newRow("another type, right tag") << QList<QueryItem>{{{u"Y"_s}, a}} << false;
    QTest::newRow("right type, a tag too many") << QList<QueryItem>{{{u"X"_s}, aAndC}} << false;
    QTest::newRow("the second item") << QList<QueryItem>{{{u"Y"_s}, {}}, {{}, a}} << true;
    QTest::newRow("no item of two") << QList<QueryItem>{{{u"Y"_s}, {}}, {{}, aAndC}} << false;
}

void TestEventQuery::matchesTypesAsAlternativesAndTagsTogether()
{
    QFETCH(QList<QueryItem>, items);
    QFETCH(bool, matches);
    QCOMPARE((EventQuery{items}.matches(u"X"_s, {{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}})), matches);
}

void TestEventQuery::asksForEverythingWithoutItems()
{
    const EventQuery query = EventQuery::everything({5});
    QVERIFY(query.matches(u"anything"_s, {}));
    QCOMPARE(query.after, Position{5});
    QVERIFY(checkQuery(query));
}

void TestEventQuery::isNotValidWithAnItemThatSaysNothing()
{
    QVERIFY(checkQuery(EventQuery::tagged(u"loopId"_s, u"L"_s)));
    const EventQuery ofAnEmptyId = EventQuery::tagged(u"loopId"_s, QString());
    QCOMPARE(checkQuery(ofAnEmptyId).error().code, errors::INVALID_ARGUMENT);
}

QTEST_GUILESS_MAIN(TestEventQuery)
#include "tst_event_query.moc"
