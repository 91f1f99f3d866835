// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/events/codec.h"
#include "core/store/sqlite/record_schema.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using store::SqliteRecord;

namespace {

QString records()
{
    return qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/records/"_s;
}

QByteArray linesOf(const EventStore& store)
{
    QByteArray lines;
    for (const StoredEvent& event : store.read({}).value_or(QList<StoredEvent>())) {
        lines += json::compact(codec::toJson(event)) + '\n';
    }
    return lines;
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// A record of every schema version that was ever released is here, with what Tamma printed of it
/// then. Each one opens, says the same, and can be gone on with.
class TestMigrations final : public QObject {
    Q_OBJECT

private slots:
    void thereIsARecordOfEveryOldVersion();
    void everyOldRecordOpensAndSaysTheSame_data();
    void everyOldRecordOpensAndSaysTheSame();
};

void TestMigrations::thereIsARecordOfEveryOldVersion()
{
    const QStringList files = QDir(records()).entryList({u"version-*.sqlite"_s});
    QCOMPARE(files.size(), store::sqlite::currentSchemaVersion() - 1);
}

void TestMigrations::everyOldRecordOpensAndSaysTheSame_data()
{
    QTest::addColumn<QString>("name");
    for (int version = 1; version < store::sqlite::currentSchemaVersion(); ++version) {
        QTest::addRow("version %d", version) << u"version-%1"_s.arg(version);
    }
}

void TestMigrations::everyOldRecordOpensAndSaysTheSame()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    QVERIFY(QFile::copy(records() + name + u".sqlite"_s, file));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
    const QByteArray expected = contents(records() + name + u".jsonl"_s);
    for (int opening = 0; opening < 2; ++opening) {
        const auto record = SqliteRecord::open(file);
        QVERIFY2(record, record ? "" : qPrintable(record.error().detail));
        QCOMPARE(linesOf(**record).left(expected.size()), expected);
        const StoredEvent first = (*record)->read({{}, {}, 1})->first();
        const auto [key, value] = first.event.tags.pairs().first();
        QVERIFY((*record)->read(EventQuery::tagged(key, value))->contains(first));
        QVERIFY((*record)->append({first.event}, AppendGuard::none())->repeated);
        const Event news{EventId(u"new-%1"_s.arg(opening)),
                         first.event.timestamp,
                         first.event.tags,
                         {},
                         first.event.payload};
        QVERIFY((*record)->append({news}, AppendGuard::none()));
        const auto report = (*record)->verify();
        QVERIFY2(report && report->isGood(), report ? qPrintable(report->fault) : "");
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
