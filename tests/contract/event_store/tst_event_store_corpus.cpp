// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include "core/base/json.h"
#include "core/events/catalog.h"

#include <QFile>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

QString corpusFile()
{
    const QString shared = qEnvironmentVariable(
        "TAMMA_SHARED_DIR", qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/../shared"_s);
    return shared + u"/corpus/dcb-cases.json"_s;
}

Tags tagsFrom(const QJsonValue& list)
{
    Tags tags;
    for (const QJsonValue& tag : list.toArray()) {
        tags.insert(tag.toString().section(u':', 0, 0), tag.toString().section(u':', 1));
    }
    return tags;
}

QList<Event> eventsFrom(const QJsonValue& list)
{
    QList<Event> events;
    for (const QJsonValue& event : list.toArray()) {
        events.append(anEvent(event[u"type"].toString(), tagsFrom(event[u"tags"])));
    }
    return events;
}

QList<QueryItem> itemsFrom(const QJsonValue& list)
{
    QList<QueryItem> items;
    for (const QJsonValue& item : list.toArray()) {
        items.append({item[u"types"].toVariant().toStringList(), tagsFrom(item[u"tags"])});
    }
    return items;
}

// The corpus counts `from` inclusively in the direction of the reading; we cut out (after, upTo].
EventQuery queryFrom(const QJsonObject& read)
{
    EventQuery query{itemsFrom(read[u"q"])};
    query.backwards = read[u"backwards"].toBool();
    query.limit = read[u"limit"].toInteger(query.limit);
    if (read.contains(u"from")) {
        (query.backwards ? query.upTo : query.after).value
            = read[u"from"].toInteger() - (query.backwards ? 0 : 1);
    }
    return query;
}

AppendGuard guardFrom(const QJsonValue& condition)
{
    return condition.isObject()
        ? AppendGuard::unchanged({itemsFrom(condition[u"q"])}, {condition[u"after"].toInteger()})
        : AppendGuard::none();
}

ErrorCode codeFrom(const QString& word)
{
    return word == u"APPEND_CONDITION_FAILED"_s ? errors::POSITION_CONFLICT
                                                : errors::INVALID_ARGUMENT;
}

QStringList typesOf(const QList<StoredEvent>& events)
{
    QStringList types;
    for (const StoredEvent& stored : events) {
        types.append(catalog::typeName(stored.event.payload));
    }
    return types;
}

} // namespace

/// The cases of the shared DCB corpus that are written as data, over every implementation. Its
/// races and tails are told in words; tst_event_store_concurrency plays them.
class TestEventStoreCorpus final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }
    void initTestCase();

    void answersAsTheCorpusSays_data();
    void answersAsTheCorpusSays();

private:
    QJsonArray m_cases;
};

void TestEventStoreCorpus::initTestCase()
{
    QFile file(corpusFile());
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("the shared corpus is not on this machine (TAMMA_SHARED_DIR or ../shared)");
    }
    const auto corpus = json::parseObject(file.readAll());
    QVERIFY(corpus);
    for (const QJsonValue& one : (*corpus)[u"cases"].toArray()) {
        const QJsonObject when = one[u"when"].toObject();
        const bool isData
            = one[u"given"].isArray() && (when[u"read"].isObject() || when[u"append"].isObject());
        if (one[u"level"].toString() == u"store"_s && isData) {
            m_cases.append(one);
        }
    }
    QVERIFY(m_cases.size() > 30);
}

void TestEventStoreCorpus::answersAsTheCorpusSays_data()
{
    QTest::addColumn<QJsonObject>("one");
    for (const QJsonValue& one : std::as_const(m_cases)) {
        QTest::newRow(qPrintable(one[u"id"].toString())) << one.toObject();
    }
}

void TestEventStoreCorpus::answersAsTheCorpusSays()
{
    QFETCH(QJsonObject, one);
    RecordFixture record;
    const QList<Event> given = eventsFrom(one[u"given"]);
    for (const Event& event : given) {
        QVERIFY(record.store->append({event}, AppendGuard::none()));
    }
    const QJsonObject when = one[u"when"].toObject();
    const QJsonObject then = one[u"then"].toObject();
    if (when.contains(u"read")) {
        const auto found = record.store->read(queryFrom(when[u"read"].toObject()));
        QList<qint64> expected;
        for (const QJsonValue& position : then[u"positions"].toArray()) {
            expected.append(position.toInteger());
        }
        QCOMPARE(positions(found), expected);
        if (then[u"tagsEqual"].toBool()) {
            QCOMPARE(found->first().event.tags, given.first().tags);
        }
        return;
    }
    const QJsonObject append = when[u"append"].toObject();
    const auto answer
        = record.store->append(eventsFrom(append[u"events"]), guardFrom(append[u"cond"]));
    QCOMPARE(answer.has_value(), then.contains(u"ok"));
    if (answer) {
        QCOMPARE(answer->last.value, then[u"ok"].toInteger());
    } else {
        QCOMPARE(answer.error().code, codeFrom(then[u"error"].toString()));
    }
    const qint64 head = then[u"head"].toInteger(answer ? answer->last.value : given.size());
    QCOMPARE(record.store->head()->value, head);
    if (then.contains(u"types")) {
        QCOMPARE(typesOf(*record.store->read({})), then[u"types"].toVariant().toStringList());
    }
}

QTEST_GUILESS_MAIN(TestEventStoreCorpus)
#include "tst_event_store_corpus.moc"
