// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/base/json.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

void addTag(Tags& tags, const QString& text)
{
    tags.insert(text.section(u':', 0, 0), text.section(u':', 1));
}

// ["TYPE", "key:value", ...]
QList<Event> eventsFrom(const QJsonValue& list)
{
    QList<Event> events;
    for (const auto& entry : list.toArray()) {
        const QStringList words = entry.toVariant().toStringList();
        Tags tags;
        for (const QString& word : words.mid(1)) {
            addTag(tags, word);
        }
        events.append(anEvent(words.first(), tags));
    }
    return events;
}

QList<QueryItem> itemsFrom(const QJsonValue& list)
{
    QList<QueryItem> items;
    for (const auto& entry : list.toArray()) {
        QueryItem item{entry[u"types"].toVariant().toStringList(), {}};
        for (const QString& tag : entry[u"tags"].toVariant().toStringList()) {
            addTag(item.tags, tag);
        }
        items.append(item);
    }
    return items;
}

EventQuery queryFrom(const QJsonValue& read)
{
    EventQuery query{itemsFrom(read[u"items"])};
    query.after.value = read[u"after"].toInteger();
    query.upTo.value = read[u"upTo"].toInteger(query.upTo.value);
    query.limit = read[u"limit"].toInteger(query.limit);
    query.backwards = read[u"backwards"].toBool();
    return query;
}

AppendGuard guardFrom(const QJsonValue& list)
{
    AppendGuard guard;
    for (const auto& clause : list.toArray()) {
        guard.clauses.append({{itemsFrom(clause[u"items"])}, {clause[u"seenUpTo"].toInteger()}});
    }
    return guard;
}

QString wordFor(const Result<AppendReceipt>& answer)
{
    if (answer) {
        return answer->repeated ? u"repeated"_s : u"stored"_s;
    }
    return answer.error().code == errors::POSITION_CONFLICT ? u"refused"_s
        : answer.error().code == errors::INVALID_ARGUMENT   ? u"invalid"_s
                                                            : answer.error().code.text();
}

} // namespace

/// What every EventStore answers, written as data: tests/data/event_store_cases.json.
class TestEventStoreCases final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }
    void initTestCase();

    void answersAsTheCaseSays_data();
    void answersAsTheCaseSays();

private:
    static void read(const EventStore& store, const QJsonObject& one);
    static void append(EventStore& store, const QJsonObject& one);

    QJsonObject m_file;
};

void TestEventStoreCases::initTestCase()
{
    QFile file(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/event_store_cases.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto parsed = json::parseObject(file.readAll());
    QVERIFY(parsed);
    m_file = *parsed;
}

void TestEventStoreCases::answersAsTheCaseSays_data()
{
    QTest::addColumn<QJsonObject>("one");
    const QJsonArray cases = m_file[u"cases"].toArray();
    QVERIFY(cases.size() > 70);
    for (const auto& one : cases) {
        QTest::newRow(qPrintable(one[u"case"].toString())) << one.toObject();
    }
}

void TestEventStoreCases::answersAsTheCaseSays()
{
    QFETCH(QJsonObject, one);
    const RecordFixture record;
    const QJsonValue name = one[u"record"];
    const QJsonValue given = m_file[u"records"][name.toString()];
    QVERIFY(given.isArray());
    for (const Event& event : eventsFrom(given)) {
        QVERIFY(record.store->append({event}, AppendGuard::none()));
    }
    if (one.contains(u"read")) {
        read(*record.store, one);
    } else {
        append(*record.store, one);
    }
}

void TestEventStoreCases::read(const EventStore& store, const QJsonObject& one)
{
    QList<qint64> expected;
    for (const auto& position : one[u"gives"].toArray()) {
        expected.append(position.toInteger());
    }
    QCOMPARE(positions(store.read(queryFrom(one[u"read"]))), expected);
}

void TestEventStoreCases::append(EventStore& store, const QJsonObject& one)
{
    QList<Event> events = eventsFrom(one[u"append"]);
    const AppendGuard guard = guardFrom(one[u"guard"]);
    Position before = *store.head();
    if (one.contains(u"again")) { // Numbers of events of the first append; -1 is a new one.
        QVERIFY(store.append(events, guard));
        before = *store.head();
        QList<Event> second;
        for (const auto& number : one[u"again"].toArray()) {
            second.append(number.toInt() < 0 ? anEvent(u"NEW"_s) : events.at(number.toInt()));
        }
        events = second;
    }
    const auto answer = store.append(events, guard);
    QCOMPARE(wordFor(answer), one[u"answer"].toString());
    if (answer) {
        QCOMPARE(answer->first.value, one[u"first"].toInteger());
        QCOMPARE(answer->last.value, one[u"last"].toInteger());
    }
    if (one.contains(u"clause")) {
        QCOMPARE(answer.error().context[u"clause"].toInteger(), one[u"clause"].toInteger());
        QCOMPARE(answer.error().context[u"position"].toInteger(), one[u"position"].toInteger());
    }
    const bool isStored = answer && !answer->repeated;
    QCOMPARE(*store.head(), isStored ? answer->last : before);
}

QTEST_GUILESS_MAIN(TestEventStoreCases)
#include "tst_event_store_cases.moc"
