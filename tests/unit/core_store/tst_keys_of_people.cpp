// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/events/identity_tags.h"
#include "core/store/open_record.h"
#include "core/store/personal/people.h"
#include "core/store/sealed_record.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>

using namespace tamma;
using namespace tamma::store;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::Event;
using events::StoredEvent;

namespace {

Event comment(const QString& person)
{
    UuidV7Source ids;
    const events::Payload payload
        = events::IssueCommented{IssueId(u"I"_s), person, u"Please call me"_s};
    return {EventId(ids.next()), SystemClock().now(), identityTags(payload), {}, payload};
}

Event stamp()
{
    UuidV7Source ids;
    return {EventId(ids.next()), SystemClock().now(), {}, {}, {}};
}

struct Switch {
    std::atomic<bool> cannotRead = false;
    std::atomic<bool> cannotDestroy = false;
    std::atomic<int> reads = 0;
};

/// Keys on a disk that fails when it is told to.
class FailingKeys final : public PersonKeys {
public:
    FailingKeys(std::unique_ptr<PersonKeys> keys, Switch& faults)
        : m_keys(std::move(keys))
        , m_faults(faults)
    {
    }
    [[nodiscard]] Result<QList<PersonKey>> all() const override
    {
        ++m_faults.reads;
        return m_faults.cannotRead ? failure(errors::STORE_UNAVAILABLE, u"the disk is away"_s)
                                   : m_keys->all();
    }
    [[nodiscard]] Result<> add(const PersonKey& person) override { return m_keys->add(person); }
    [[nodiscard]] Result<> destroy(const QString& pseudonym) override
    {
        return m_faults.cannotDestroy ? failure(errors::STORE_UNAVAILABLE, u"the disk is away"_s)
                                      : m_keys->destroy(pseudonym);
    }

private:
    std::unique_ptr<PersonKeys> m_keys;
    Switch& m_faults;
};

} // namespace

/// What happens when the keys of people cannot be had.
class TestKeysOfPeople final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void saysWhoseKeysAreLost();
    void erasedIsNotLost();
    void finishesAnErasureThatFailed();
    void whoFollowsWaitsForTheKeys();
    void whoWaitsForKeysCanBeEnded_data();
    void whoWaitsForKeysCanBeEnded();
    void onlyTheOwnerReadsAnything();

private:
    [[nodiscard]] std::unique_ptr<SealedRecord> openWithFaults();

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    Switch m_faults;
};

void TestKeysOfPeople::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"record.sqlite"_s);
    m_faults.cannotRead = false;
    m_faults.cannotDestroy = false;
}

std::unique_ptr<SealedRecord> TestKeysOfPeople::openWithFaults()
{
    auto record = SqliteRecord::open(m_file);
    auto keys = std::make_unique<FailingKeys>(personKeysInFile(personKeysFile(m_file)), m_faults);
    return std::make_unique<SealedRecord>(*std::move(record), std::move(keys));
}

void TestKeysOfPeople::saysWhoseKeysAreLost()
{
    const QString keys = personKeysFile(m_file);
    QString mia;
    {
        const auto record = *openRecord(m_file);
        QVERIFY(record->append({comment(u"Mia"_s)}, AppendGuard::none()));
        mia = record->personKeys()->first().pseudonym;
        QVERIFY(record->peopleWithoutKeys()->isEmpty());
    }
    QVERIFY(QFile::rename(keys, keys + u".away"_s));
    const auto record = *openRecord(m_file);
    QCOMPARE(*record->peopleWithoutKeys(), QStringList{mia});
    QVERIFY(QFile::rename(keys + u".away"_s, keys));
    QVERIFY((*openRecord(m_file))->peopleWithoutKeys()->isEmpty());
}

void TestKeysOfPeople::erasedIsNotLost()
{
    const auto record = *openRecord(m_file);
    QVERIFY(record->append({comment(u"Mia"_s), comment(u"Ann"_s)}, AppendGuard::none()));
    QVERIFY(record->erase(u"Mia"_s, stamp()));
    QVERIFY(record->peopleWithoutKeys()->isEmpty());
}

void TestKeysOfPeople::finishesAnErasureThatFailed()
{
    const auto record = openWithFaults();
    QVERIFY(record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    m_faults.cannotDestroy = true;
    const auto failed = record->erase(u"Mia"_s, stamp());
    QCOMPARE(failed.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(failed.error().detail.contains(u"erase once more"_s));
    m_faults.cannotDestroy = false;
    QVERIFY(record->erase(u"Mia"_s, stamp())); // By the name that a person knows.
    QVERIFY(record->personKeys()->isEmpty());
    QCOMPARE(record->head()->value, 2); // The fact is there once.
}

void TestKeysOfPeople::whoFollowsWaitsForTheKeys()
{
    const Event event = comment(u"Mia"_s);
    QVERIFY((*openRecord(m_file))->append({event}, AppendGuard::none()));
    const auto record = openWithFaults();
    m_faults.cannotRead = true;
    m_faults.reads = 0;
    std::promise<QList<StoredEvent>> told;
    const auto subscription = record->subscribe(
        {}, [&told](const QList<StoredEvent>& events) { told.set_value(events); });
    auto future = told.get_future();
    QTRY_VERIFY(m_faults.reads > 1);
    QCOMPARE(future.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    m_faults.cannotRead = false;
    QCOMPARE(future.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    QCOMPARE(future.get().first().event, event);
}

void TestKeysOfPeople::whoWaitsForKeysCanBeEnded_data()
{
    QTest::addColumn<bool>("recordFirst");
    QTest::newRow("the subscription") << false;
    QTest::newRow("the record, with the subscription left") << true;
}

void TestKeysOfPeople::whoWaitsForKeysCanBeEnded()
{
    QFETCH(bool, recordFirst);
    QVERIFY((*openRecord(m_file))->append({comment(u"Mia"_s)}, AppendGuard::none()));
    auto record = openWithFaults();
    m_faults.cannotRead = true;
    m_faults.reads = 0;
    bool called = false;
    auto subscription
        = record->subscribe({}, [&called](const QList<StoredEvent>&) { called = true; });
    QTRY_VERIFY(m_faults.reads > 0);
    if (recordFirst) {
        record.reset();
    }
    subscription.reset();
    record.reset();
    QVERIFY(!called);
}

void TestKeysOfPeople::onlyTheOwnerReadsAnything()
{
    const auto record = *openRecord(m_file);
    QVERIFY(record->append({comment(u"Mia"_s)}, AppendGuard::none()));
    const QString copy = m_folder->filePath(u"copy.sqlite"_s);
    QVERIFY(record->backUp(copy));
    constexpr auto OTHERS
        = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString& file :
         {m_file, m_file + u"-wal"_s, personKeysFile(m_file), copy, personKeysFile(copy)}) {
        QVERIFY2(QFile::exists(file), qPrintable(file));
        QVERIFY2(!(QFile::permissions(file) & OTHERS), qPrintable(file));
    }
}

QTEST_GUILESS_MAIN(TestKeysOfPeople)
#include "tst_keys_of_people.moc"
