// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/events/catalog.h"
#include "core/events/identity_tags.h"
#include "core/events/personal_fields.h"
#include "core/store/open_record.h"
#include "core/store/personal/people.h"
#include "core/store/record_transfer.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/support/postgres/postgres_server.h"
#include "tests/unit/core_events/full_payload.h"

#include <QFile>
#include <QTest>

#include <future>

#include <sys/stat.h>

using namespace tamma;
using namespace tamma::store;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::Event;
using events::EventQuery;
using events::Payload;
using events::StoredEvent;

namespace {

const QString TEXT = u"Please call +49 171 5550123"_s;

Event anEvent(Payload payload, const QString& actor)
{
    UuidV7Source ids;
    Event event{EventId(ids.next()), SystemClock().now(), identityTags(payload), {}, payload};
    event.metadata.actor = actor;
    return event;
}

Event comment(const QString& person, const QString& text = TEXT)
{
    return anEvent(events::IssueCommented{IssueId(u"I"_s), person, text}, person);
}

Event grant(const QString& person)
{
    return anEvent(events::ApprovalGranted{ApprovalId(u"A"_s), LoopId(u"L"_s), person, TEXT, {}},
                   person);
}

Event stamp()
{
    UuidV7Source ids;
    return {EventId(ids.next()), SystemClock().now(), {}, {}, {}};
}

QList<Event> eventsIn(const Record& record, const EventQuery& query = {})
{
    QList<Event> found;
    const auto read = record.read(query);
    for (const StoredEvent& stored : read.value_or(QList<StoredEvent>())) {
        found.append(stored.event);
    }
    return found;
}

QByteArray linesOf(const Record& record)
{
    QByteArray lines;
    const auto take = [&lines](QByteArrayView line) -> Result<> {
        lines.append(line);
        return {};
    };
    return exportRecord(record, take, {}) ? lines : QByteArray("failed");
}

template <typename T> T payloadOf(const Event& event)
{
    const T* payload = std::get_if<T>(&event.payload);
    return payload ? *payload : T{};
}

} // namespace

/// What becomes of people in a record, in a file and in a database.
class TestSealedRecord final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void initTestCase() { }
    void init();
    void cleanup();

    void givesBackEveryPayload();
    void keepsNothingReadable();
    void findsPeopleByName();
    void mergesWhatLiesSealedAndWhatDoesNot();
    void guardsSeePeople();
    void tellsFollowersWhoItWas();
    void erasesOnePersonOnly();
    void staysProvableAfterAnErasure();
    void saysWhatItWouldErase();
    void knowsAPersonAnewAfterAnErasure();
    void whoErasesThemselvesIsGone();
    void aRepeatedErasureIsHarmless();
    void seesTheErasureOfAnotherProcess();
    void agreesOnOneKeyWithOtherProcesses();
    void copiesWithKeysAndWithout();
    void aMovedTextIsSaidToBeDamaged();
    void leavesOtherEventsAsTheyAre();

private:
    [[nodiscard]] std::unique_ptr<SealedRecord> open() const;
    [[nodiscard]] QString freshLocation();

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_locations;
    std::unique_ptr<SealedRecord> m_record;
};

void TestSealedRecord::initTestCase_data()
{
    QTest::addColumn<bool>("isDatabase");
    QTest::newRow("file") << false;
    if (PostgresServer::isInstalled()) {
        QTest::newRow("database") << true;
    } else {
        qInfo("%s", PostgresServer::MISSING);
    }
}

QString TestSealedRecord::freshLocation()
{
    QFETCH_GLOBAL(bool, isDatabase);
    m_locations.append(isDatabase ? PostgresServer::ofThisProcess().freshDatabase()
                                  : m_folder->filePath(u"%1.sqlite"_s.arg(m_locations.size())));
    return m_locations.last();
}

std::unique_ptr<SealedRecord> TestSealedRecord::open() const
{
    auto opened = openRecord(m_locations.first());
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    return *std::move(opened);
}

void TestSealedRecord::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    (void)freshLocation();
    m_record = open();
}

void TestSealedRecord::cleanup()
{
    m_record.reset();
    for (const QString& location : std::exchange(m_locations, {})) {
        if (isDatabaseUrl(location)) {
            PostgresServer::ofThisProcess().giveBack(location);
        }
    }
}

void TestSealedRecord::givesBackEveryPayload()
{
    QList<Event> batch;
    for (const QString& type : events::catalog::allTypes()) {
        batch.append(anEvent(events::fullPayload(type), u"Mia Muster"_s));
        batch.append(anEvent(events::catalog::emptyPayload(type), u"engine"_s));
    }
    batch.append(comment(u"Ann"_s, QString(100'000, u'ä')));
    const QString half = u"half "_s + QChar(0xd800);
    batch.append(comment(u"Ann"_s, half));
    batch.append(comment(half, TEXT));
    batch.append(comment(QString(u"nul\0l"_s), TEXT));
    batch.append(anEvent(events::OpaquePayload{u"PLUGIN.DID"_s, 1, {{u"a"_s, 1}}}, u"Ann"_s));
    QVERIFY(m_record->append(batch, AppendGuard::none()));
    QCOMPARE(eventsIn(*m_record), batch);
    m_record.reset();
    m_record = open();
    QCOMPARE(eventsIn(*m_record), batch);
}

void TestSealedRecord::keepsNothingReadable()
{
    QVERIFY(
        m_record->append({comment(u"Mia Muster"_s), grant(u"Mia Muster"_s)}, AppendGuard::none()));
    const QByteArray lines = linesOf(*m_record);
    QVERIFY(lines.contains("person-"));
    for (const char* word : {"Mia", "Muster", "5550123"}) {
        QVERIFY2(!lines.contains(word), lines);
    }
    QFETCH_GLOBAL(bool, isDatabase);
    if (!isDatabase) {
        struct stat status{};
        const QByteArray keys = QFile::encodeName(personKeysFile(m_locations.first()));
        QCOMPARE(::stat(keys.constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
    }
}

void TestSealedRecord::findsPeopleByName()
{
    const QList<Event> batch{grant(u"Mia"_s), grant(u"Ann"_s), comment(u"Mia"_s)};
    QVERIFY(m_record->append(batch, AppendGuard::none()));
    QCOMPARE(eventsIn(*m_record, EventQuery::tagged(u"userId"_s, u"Mia"_s)), batch.first(1));
    QCOMPARE(eventsIn(*m_record, EventQuery::tagged(u"userId"_s, u"Bob"_s)), QList<Event>());
    EventQuery byActor;
    byActor.metadata[u"actor"_s] = u"Mia"_s;
    QCOMPARE(eventsIn(*m_record, byActor), (QList<Event>{batch.at(0), batch.at(2)}));
    byActor.limit = 1;
    byActor.backwards = true;
    QCOMPARE(eventsIn(*m_record, byActor), batch.last(1));
}

void TestSealedRecord::mergesWhatLiesSealedAndWhatDoesNot()
{
    QFETCH_GLOBAL(bool, isDatabase);
    if (isDatabase) {
        QSKIP("the merge knows nothing of the kind of record");
    }
    const QList<Event> batch{grant(u"Mia"_s), grant(u"Mia"_s), grant(u"Mia"_s)};
    m_record.reset();
    { // As it was before there were keys.
        const auto plain = SqliteRecord::open(m_locations.first());
        QVERIFY((*plain)->append({batch.at(0)}, AppendGuard::none()));
    }
    m_record = open();
    QVERIFY(m_record->append({batch.at(1)}, AppendGuard::none()));
    m_record.reset();
    {
        const auto plain = SqliteRecord::open(m_locations.first());
        QVERIFY((*plain)->append({batch.at(2)}, AppendGuard::none()));
    }
    m_record = open();
    EventQuery byActor;
    byActor.metadata[u"actor"_s] = u"Mia"_s;
    QCOMPARE(eventsIn(*m_record, byActor), batch);
    QCOMPARE(eventsIn(*m_record, EventQuery::tagged(u"userId"_s, u"Mia"_s)), batch);
    byActor.limit = 2;
    QCOMPARE(eventsIn(*m_record, byActor), batch.first(2));
    byActor.backwards = true;
    QCOMPARE(eventsIn(*m_record, byActor), (QList<Event>{batch.at(2), batch.at(1)}));
}

void TestSealedRecord::guardsSeePeople()
{
    QVERIFY(m_record->append({grant(u"Mia"_s)}, AppendGuard::none()));
    const auto never = [](const QString& name) {
        return AppendGuard::never(EventQuery::tagged(u"userId"_s, name));
    };
    QVERIFY(m_record->append({grant(u"Ann"_s)}, never(u"Ann"_s)));
    const auto refused = m_record->append({grant(u"Mia"_s)}, never(u"Mia"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, errors::POSITION_CONFLICT);
    const Event again = grant(u"Ann"_s);
    QVERIFY(m_record->append({again}, AppendGuard::none()));
    QVERIFY(m_record->append({again}, AppendGuard::none())->repeated);
}

void TestSealedRecord::tellsFollowersWhoItWas()
{
    std::promise<QList<StoredEvent>> told;
    const auto subscription = m_record->subscribe(
        {}, [&told](const QList<StoredEvent>& events) { told.set_value(events); });
    const Event event = grant(u"Mia"_s);
    QVERIFY(m_record->append({event}, AppendGuard::none()));
    auto future = told.get_future();
    QCOMPARE(future.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    QCOMPARE(future.get().first().event, event);
}

void TestSealedRecord::erasesOnePersonOnly()
{
    const Event anns = grant(u"Ann"_s);
    const Event edit = anEvent(events::IssueEdited{IssueId(u"I"_s), u"A title"_s, TEXT}, u"Mia"_s);
    QVERIFY(
        m_record->append({comment(u"Mia"_s), anns, grant(u"Mia"_s), edit}, AppendGuard::none()));
    const auto erased = m_record->erase(u"Mia"_s, stamp());
    QVERIFY2(erased, erased ? "" : qPrintable(erased.error().detail));
    QCOMPARE(erased->events(), 3);
    QCOMPARE(m_record->statistics()->people.size(), 2);
    QVERIFY(m_record->peopleWithoutKeys()->isEmpty());
    const QList<Event> left = eventsIn(*m_record);
    QCOMPARE(left.size(), 5);
    QCOMPARE(payloadOf<events::IssueCommented>(left.at(0)).text, ERASED);
    QCOMPARE(payloadOf<events::IssueCommented>(left.at(0)).author, ERASED);
    QCOMPARE(left.at(0).metadata.actor, ERASED);
    QCOMPARE(left.at(1), anns);
    QCOMPARE(payloadOf<events::ApprovalGranted>(left.at(2)).by, ERASED);
    QCOMPARE(left.at(2).tags.values(u"userId"_s), QStringList{ERASED});
    QCOMPARE(payloadOf<events::IssueEdited>(left.at(3)).title, ERASED);
    QCOMPARE(payloadOf<events::PersonErased>(left.at(4)).person, erased->pseudonym);
    QVERIFY(eventsIn(*m_record, EventQuery::tagged(u"userId"_s, u"Mia"_s)).isEmpty());
    m_record.reset();
    m_record = open();
    QCOMPARE(eventsIn(*m_record), left);
    QFETCH_GLOBAL(bool, isDatabase);
    if (!isDatabase) { // Not in the free space of the file, either.
        QFile keys(personKeysFile(m_locations.first()));
        QVERIFY(keys.open(QIODevice::ReadOnly));
        const QByteArray bytes = keys.readAll();
        QVERIFY(bytes.contains("Ann") && !bytes.contains("Mia"));
    }
}

void TestSealedRecord::staysProvableAfterAnErasure()
{
    QVERIFY(m_record->append({comment(u"Mia"_s), grant(u"Ann"_s)}, AppendGuard::none()));
    const auto before = m_record->verify();
    QVERIFY(before->isGood());
    const QByteArray lines = linesOf(*m_record);
    QVERIFY(m_record->erase(u"Mia"_s, stamp()));
    const auto after = m_record->verify();
    QVERIFY2(after->isGood(), qPrintable(after->fault));
    QVERIFY(linesOf(*m_record).startsWith(lines)); // Not one byte of what was there changed.
}

void TestSealedRecord::saysWhatItWouldErase()
{
    QVERIFY(m_record->append({comment(u"Mia"_s), grant(u"Mia"_s), grant(u"Mia"_s)},
                             AppendGuard::none()));
    const auto would = m_record->wouldErase(u"Mia"_s);
    QCOMPARE(
        would->eventsOfType,
        (QMap<QString, qint64>{{u"APPROVAL.GRANTED"_s, 2}, {u"ISSUE.COMMENTED.SUCCESS"_s, 1}}));
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(*m_record).first()).text, TEXT);
    QCOMPARE(m_record->wouldErase(u"Bob"_s).error().code, errors::NOT_FOUND);
    QCOMPARE(m_record->erase(u"Bob"_s, stamp()).error().code, errors::NOT_FOUND);
}

void TestSealedRecord::knowsAPersonAnewAfterAnErasure()
{
    QVERIFY(m_record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    QVERIFY(m_record->erase(u"Mia"_s, stamp()));
    const Event later = comment(u"Mia"_s);
    QVERIFY(m_record->append({later}, AppendGuard::none()));
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(*m_record).first()).text, ERASED);
    QCOMPARE(eventsIn(*m_record).last(), later);
    QVERIFY(m_record->erase(u"Mia"_s, stamp()));
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(*m_record).at(2)).text, ERASED);
}

void TestSealedRecord::whoErasesThemselvesIsGone()
{
    QVERIFY(m_record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    Event byMia = stamp();
    byMia.metadata.actor = u"Mia"_s;
    QVERIFY(m_record->erase(u"Mia"_s, byMia));
    QVERIFY(m_record->personKeys()->isEmpty());
}

void TestSealedRecord::aRepeatedErasureIsHarmless()
{
    QVERIFY(m_record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    const auto erased = m_record->erase(u"Mia"_s, stamp());
    QVERIFY(m_record->erase(erased->pseudonym, stamp()));
    QCOMPARE(eventsIn(*m_record).size(), 2);
}

void TestSealedRecord::seesTheErasureOfAnotherProcess()
{
    QVERIFY(m_record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    const auto other = open();
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(*other).first()).text, TEXT);
    QVERIFY(m_record->erase(u"Mia"_s, stamp()));
    QTRY_COMPARE(payloadOf<events::IssueCommented>(eventsIn(*other).first()).text, ERASED);
}

void TestSealedRecord::agreesOnOneKeyWithOtherProcesses()
{
    std::vector<std::future<bool>> others;
    for (int i = 0; i < 4; ++i) {
        others.push_back(std::async(std::launch::async, [this] {
            return open()->append({comment(u"Mia"_s)}, AppendGuard::none()).has_value();
        }));
    }
    for (auto& other : others) {
        QVERIFY(other.get());
    }
    QCOMPARE(m_record->personKeys()->size(), 1);
    for (const Event& event : eventsIn(*m_record)) {
        QCOMPARE(payloadOf<events::IssueCommented>(event).text, TEXT);
    }
}

void TestSealedRecord::copiesWithKeysAndWithout()
{
    const QList<Event> batch{comment(u"Mia"_s), grant(u"Ann"_s)};
    QVERIFY(m_record->append(batch, AppendGuard::none()));
    const auto copy = openRecord(freshLocation());
    QVERIFY(copyRecord(*m_record, **copy, {}, [](qint64) { }));
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(**copy).first()).text, ERASED);
    QVERIFY((*copy)->verify()->isGood());
    QCOMPARE((*copy)->verify()->headHash, m_record->verify()->headHash);
    QVERIFY((*copy)->addPersonKeys(*m_record->personKeys()));
    QCOMPARE(eventsIn(**copy), batch);
    QVERIFY((*copy)->addPersonKeys(*m_record->personKeys()));
    const QList<PersonKey> strangers{freshPerson(u"Mia"_s)};
    QCOMPARE((*copy)->addPersonKeys(strangers).error().code, errors::INVALID_ARGUMENT);
}

void TestSealedRecord::aMovedTextIsSaidToBeDamaged()
{
    QVERIFY(m_record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    QByteArray text = linesOf(*m_record);
    text = text.sliced(text.indexOf("sealed:1:"));
    text = text.first(text.indexOf('"'));
    Event forged = comment(u"Mia"_s);
    forged.payload = events::IssueCommented{IssueId(u"I"_s), {}, QString::fromLatin1(text)};
    forged.metadata.actor.clear();
    forged.tags.insert(People::PERSON, u"x"_s); // As somebody who writes past Tamma would do it.
    QVERIFY(m_record->append({forged}, AppendGuard::none()));
    QCOMPARE(payloadOf<events::IssueCommented>(eventsIn(*m_record).last()).text, u"[damaged]"_s);
}

void TestSealedRecord::leavesOtherEventsAsTheyAre()
{
    const QList<Event> batch{
        anEvent(events::StepStarted{LoopId(u"L"_s), StepId(u"BUILD"_s), u"Build"_s, 1},
                u"engine"_s),
        anEvent(events::TranscriptAppended{LoopId(u"L"_s), SessionId(u"S"_s), {}}, u"agent"_s)};
    for (const Event& event : batch) {
        QVERIFY(!People::concerns(event));
    }
    QVERIFY(m_record->append(batch, AppendGuard::none()));
    QVERIFY(m_record->personKeys()->isEmpty());
    QFETCH_GLOBAL(bool, isDatabase);
    QVERIFY(isDatabase || !QFile::exists(personKeysFile(m_locations.first())));
}

QTEST_GUILESS_MAIN(TestSealedRecord)
#include "tst_sealed_record.moc"
