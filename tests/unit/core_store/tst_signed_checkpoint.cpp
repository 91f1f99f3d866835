// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/crypto.h"
#include "core/store/hash_chain.h"
#include "core/store/signed_checkpoint.h"
#include "tests/unit/core_store/record_file.h"

#include <QTemporaryDir>

using namespace tamma;
using namespace tamma::store;
using namespace Qt::StringLiterals;
using events::AppendGuard;

namespace {

const Timestamp NOW{std::chrono::milliseconds(1761654896789)};

} // namespace

/// What a signed checkpoint proves, and what it is not fooled by.
class TestSignedCheckpoint final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_record.reset(); }

    void holdsAsLongAsHistoryStays();
    void survivesItsWayThroughAFile();
    void isNotFooledByAChangedCheckpoint_data();
    void isNotFooledByAChangedCheckpoint();
    void isNotFooledByAnotherSigner();
    void namesAChangedEvent();
    void namesARecordThatWasWrittenAnew();
    void namesARecordThatWasCutOff();
    void doesNotMindWhatIsWrongLater();
    void signsNoRecordThatIsWrong();

private:
    [[nodiscard]] QString why(const SignedCheckpoint& checkpoint) const
    {
        return whyNotIn(*m_record, checkpoint, crypto::publicKeyOf(m_key))
            .value_or(u"it could not be checked"_s);
    }
    void append(int events);
    void change(const QByteArray& sql);

    const QByteArray m_key = crypto::randomBytes(crypto::KEY_SIZE);
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<SqliteRecord> m_record;
};

void TestSignedCheckpoint::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"record.sqlite"_s);
    m_record = *SqliteRecord::open(m_file);
    append(10);
}

void TestSignedCheckpoint::append(int events)
{
    for (int i = 0; i < events; ++i) {
        QVERIFY(m_record->append({anEvent()}, AppendGuard::none()));
    }
}

void TestSignedCheckpoint::change(const QByteArray& sql)
{
    m_record.reset();
    {
        const auto connection = sqlite::Connection::open({m_file, std::chrono::seconds(1)});
        QVERIFY((*connection)->run(sql));
    }
    m_record = *SqliteRecord::open(m_file);
}

void TestSignedCheckpoint::holdsAsLongAsHistoryStays()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    QVERIFY(checkpoint);
    QCOMPARE(checkpoint->position, Position{10});
    QCOMPARE(why(*checkpoint), QString());
    append(5);
    QCOMPARE(why(*checkpoint), QString());
    QVERIFY(m_record->archive({8}, {}));
    QCOMPARE(why(*checkpoint), QString());
}

void TestSignedCheckpoint::survivesItsWayThroughAFile()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    const auto again = checkpointFromJson(toJson(*checkpoint));
    QVERIFY(again);
    QCOMPARE(*again, *checkpoint);
    QCOMPARE(checkpointFromJson({}).error().code, errors::INVALID_JSON);
}

void TestSignedCheckpoint::isNotFooledByAChangedCheckpoint_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("position") << u"position"_s << QJsonValue(9);
    QTest::newRow("hash") << u"hash"_s << QJsonValue(u"00"_s.repeated(32));
    QTest::newRow("time") << u"time"_s << QJsonValue(u"2020-01-01T00:00:00.000Z"_s);
    QTest::newRow("signature") << u"signature"_s << QJsonValue(u"AAAA"_s);
}

void TestSignedCheckpoint::isNotFooledByAChangedCheckpoint()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject object = toJson(*signCheckpoint(*m_record, m_key, NOW));
    object[field] = value;
    QVERIFY(why(*checkpointFromJson(object)).contains(u"changed after it was signed"_s));
}

void TestSignedCheckpoint::isNotFooledByAnotherSigner()
{
    const auto forged = signCheckpoint(*m_record, crypto::randomBytes(crypto::KEY_SIZE), NOW);
    QVERIFY(why(*forged).contains(u"another key"_s));
}

void TestSignedCheckpoint::namesAChangedEvent()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    change("UPDATE event SET timestamp = timestamp + 1 WHERE position = 4");
    QVERIFY2(why(*checkpoint).contains(u'4'), qPrintable(why(*checkpoint)));
    QVERIFY(why(*checkpoint).contains(u"not what was stored"_s));
}

// Whoever can write the file can make a whole chain of hashes, too.
void TestSignedCheckpoint::namesARecordThatWasWrittenAnew()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    QList<StoredRow> rows;
    QVERIFY(m_record->eachRow(
        [&rows](const StoredRow& row) -> Result<> {
            rows.append(row);
            return {};
        },
        {}));
    rows[3].row.timestamp += 1;
    QByteArray hash = hash_chain::beginning();
    for (StoredRow& stored : rows) {
        hash = hash_chain::next(hash, stored.place.position, stored.place.recorded,
                                hash_chain::contentHash(stored.row));
        stored.place.hash = hash;
    }
    m_record = *SqliteRecord::open(m_folder->filePath(u"anew.sqlite"_s));
    QVERIFY(m_record->restore([&rows](const RowSink& sink) -> Result<> {
        for (const StoredRow& row : rows) {
            TRY(sink(row));
        }
        return {};
    }));
    QVERIFY(m_record->verify()->isGood());
    QVERIFY2(why(*checkpoint).contains(u"written anew"_s), qPrintable(why(*checkpoint)));
}

void TestSignedCheckpoint::namesARecordThatWasCutOff()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    change("DELETE FROM event WHERE position > 7");
    QVERIFY2(why(*checkpoint).contains(u"ends at position 7"_s), qPrintable(why(*checkpoint)));
}

void TestSignedCheckpoint::doesNotMindWhatIsWrongLater()
{
    const auto checkpoint = signCheckpoint(*m_record, m_key, NOW);
    append(3);
    change("UPDATE event SET timestamp = timestamp + 1 WHERE position = 12");
    QVERIFY(!m_record->verify()->isGood());
    QCOMPARE(why(*checkpoint), QString());
}

void TestSignedCheckpoint::signsNoRecordThatIsWrong()
{
    QCOMPARE(signCheckpoint(*m_record, "short", NOW).error().code, errors::INVALID_ARGUMENT);
    change("UPDATE event SET timestamp = timestamp + 1 WHERE position = 4");
    QCOMPARE(signCheckpoint(*m_record, m_key, NOW).error().code, errors::CORRUPT_EVENT);
    const auto empty = *SqliteRecord::open(m_folder->filePath(u"empty.sqlite"_s));
    QCOMPARE(signCheckpoint(*empty, m_key, NOW).error().code, errors::INVALID_ARGUMENT);
}

QTEST_GUILESS_MAIN(TestSignedCheckpoint)
#include "tst_signed_checkpoint.moc"
