// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"
#include "tests/support/postgres/postgres_server.h"

#include <QDir>
#include <QTest>

#include <csignal>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What somebody does who takes care of the record, or wants to know how it was.
class TestRecordCommands final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void exportsAndImportsTheSameRecord_data();
    void exportsAndImportsTheSameRecord();
    void storesNothingOfADamagedExport();
    void emptyLinesEndNoImport();
    void refusesWhatCannotBeMeant_data();
    void refusesWhatCannotBeMeant();
    void importsIntoAnEmptyRecordOnly();
    void verifyNamesTheFirstBadEvent();
    void worksOnADatabase();
    void showsHowItWas();
    void followsWhatComes();
    void queriesByMetadataAndTime();
    void showsTheSameWithAndWithoutSnapshots();
    void countsWhatHappened();
    void archivesOldEvents();
    void saysWhatHappenedInBetween();

private:
    [[nodiscard]] Ended tamma(const QStringList& arguments) const
    {
        return m_home->run(arguments, m_project->path());
    }
    [[nodiscard]] QString inHome(const QString& name) const { return m_home->path() + u'/' + name; }

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void TestRecordCommands::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    for (const QString& title : {u"Greet the world"_s, u"Say „grüß Gott“ \U0001F600"_s}) {
        const Ended added
            = tamma({u"issues"_s, u"add"_s, title, u"--body"_s, u"Words. "_s.repeated(400)});
        QVERIFY2(added.exitCode == 0, added.story());
    }
}

void TestRecordCommands::exportsAndImportsTheSameRecord_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("lines") << u"all.jsonl"_s;
    QTest::newRow("compressed") << u"all.jsonl.zst"_s;
}

void TestRecordCommands::exportsAndImportsTheSameRecord()
{
    QFETCH(QString, name);
    const QString file = inHome(name);
    const QStringList keys{u"--keys"_s, inHome(u"people.json"_s)};
    const Ended written = tamma(QStringList{u"events"_s, u"export"_s, file, u"--json"_s} + keys);
    QVERIFY2(written.exitCode == 0, written.story());
    QCOMPARE(contents(file).startsWith('{'), name.endsWith(u".jsonl"));
    const TammaHome other;
    const Ended read = other.run(QStringList{u"events"_s, u"import"_s, file, u"--json"_s} + keys);
    QVERIFY2(read.exitCode == 0, read.story());
    QCOMPARE(read.rows(), written.rows());
    QCOMPARE(other.events(), m_home->events());
    const Ended verified = other.run({u"events"_s, u"verify"_s, u"--json"_s});
    QCOMPARE(verified.exitCode, 0);
    QCOMPARE(verified.rows().first()[u"headHash"], written.rows().first()[u"headHash"]);
    QCOMPARE(verified.rows().first()[u"events"].toInt(), 2);
}

void TestRecordCommands::storesNothingOfADamagedExport()
{
    const QString file = inHome(u"all.jsonl"_s);
    QCOMPARE(tamma({u"events"_s, u"export"_s, file}).exitCode, 0);
    const QByteArray good = contents(file);
    const QByteArray second = good.mid(good.indexOf('\n') + 1);
    QCOMPARE(tamma({u"events"_s, u"export"_s, file + u".zst"_s}).exitCode, 0);
    const QByteArray packed = contents(file + u".zst"_s);
    const QByteArray damaged[] = {QByteArray(good).replace("\"number\":1", "\"number\":7"),
                                  second,
                                  good.left(good.size() - 20),
                                  good + good,
                                  "{}\n",
                                  "no JSON\n",
                                  packed.left(packed.size() / 2),
                                  packed.left(10),
                                  "\x28\xb5\x2f\xfd half a frame"};
    for (const QByteArray& bytes : damaged) {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
        out.close();
        const TammaHome other;
        const Ended read = other.run({u"events"_s, u"import"_s, file});
        QCOMPARE(read.exitCode, 1);
        QVERIFY(!read.err.isEmpty());
        QVERIFY(other.events().isEmpty());
    }
}

void TestRecordCommands::emptyLinesEndNoImport()
{
    const QString file = inHome(u"all.jsonl"_s);
    QCOMPARE(tamma({u"events"_s, u"export"_s, file}).exitCode, 0);
    const QByteArray good = contents(file);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write('\n' + QByteArray(good).replace("\n", "\n\r\n\n"));
    out.close();
    const TammaHome other;
    QCOMPARE(other.run({u"events"_s, u"import"_s, file}).exitCode, 0);
    QCOMPARE(other.events().size(), m_home->events().size());
}

void TestRecordCommands::refusesWhatCannotBeMeant_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    const auto row = [](const char* name, int exitCode, const QStringList& arguments) {
        QTest::newRow(name) << arguments << exitCode;
    };
    row("a condition without a value", 2, {u"events"_s, u"query"_s, u"--tag"_s, u"issueId="_s});
    row("no moment", 2, {u"issues"_s, u"list"_s, u"--as-of"_s, u""_s});
    row("a moment that is to come", 1, {u"issues"_s, u"list"_s, u"--as-of"_s, u"2026"_s});
    row("a copy without a name", 1, {u"events"_s, u"backup"_s, u""_s});
    row("a database that it does not know", 1,
        {u"events"_s, u"stats"_s, u"--database"_s, u"mysql://x/y"_s});
}

void TestRecordCommands::refusesWhatCannotBeMeant()
{
    QFETCH(QStringList, arguments);
    const Ended ended = tamma(arguments);
    QTEST(ended.exitCode, "exitCode");
    QVERIFY(ended.out.isEmpty() && !ended.err.isEmpty());
}

void TestRecordCommands::importsIntoAnEmptyRecordOnly()
{
    const QString file = inHome(u"all.jsonl"_s);
    QCOMPARE(tamma({u"events"_s, u"export"_s, file}).exitCode, 0);
    const auto before = m_home->events();
    const Ended read = tamma({u"events"_s, u"import"_s, file});
    QCOMPARE(read.exitCode, 1);
    QVERIFY2(read.err.contains("has events already"), read.err);
    QCOMPARE(m_home->events(), before);
}

void TestRecordCommands::verifyNamesTheFirstBadEvent()
{
    QCOMPARE(tamma({u"events"_s, u"verify"_s}).exitCode, 0);
    {
        const auto connection
            = store::sqlite::Connection::open({m_home->recordFile(), std::chrono::seconds(1)});
        QVERIFY((*connection)->run("UPDATE event SET metadata = '{}' WHERE position = 2"));
    }
    const Ended verified = tamma({u"events"_s, u"verify"_s, u"--json"_s});
    QCOMPARE(verified.exitCode, 1);
    QCOMPARE(verified.rows().first()[u"firstBad"].toInt(), 2);
    QCOMPARE(verified.rows().first()[u"ok"].toBool(true), false);
}

void TestRecordCommands::worksOnADatabase()
{
    if (!PostgresServer::isInstalled()) {
        QSKIP(PostgresServer::MISSING);
    }
    const auto server = PostgresServer::start();
    QVERIFY(server);
    const QString url = server->freshDatabase().replace(u"tamma@"_s, u"tamma:geheim@"_s);
    const Ended copied = tamma({u"record"_s, u"copy"_s, m_home->recordFile(), url, u"--json"_s});
    QVERIFY2(copied.exitCode == 0, copied.story());
    QCOMPARE(copied.rows().first()[u"ok"], true);
    const Ended before = tamma({u"events"_s, u"query"_s, u"--json"_s});
    // The flag wins over the environment, the environment over the settings, those over the file.
    m_home->environment().insert(u"TAMMA_DATABASE"_s, u"postgresql://nowhere.invalid/x"_s);
    const Ended flagged = tamma({u"events"_s, u"query"_s, u"--json"_s, u"--database"_s, url});
    QCOMPARE(flagged.rows(), before.rows());
    m_home->environment().insert(u"TAMMA_DATABASE"_s, url);
    QVERIFY(QDir().mkpath(inHome(u"config"_s)));
    QFile settings(inHome(u"config/config.yaml"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("database: postgresql://nowhere.invalid/x\n");
    settings.close();
    QCOMPARE(tamma({u"events"_s, u"query"_s, u"--json"_s}).rows(), before.rows());
    m_home->environment().remove(u"TAMMA_DATABASE"_s);
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("database: " + url.toUtf8() + '\n');
    settings.close();
    const Ended added = tamma({u"issues"_s, u"add"_s, u"In the database"_s});
    QVERIFY2(added.exitCode == 0, added.story());
    QVERIFY(tamma({u"events"_s, u"query"_s, u"--json"_s}).rows().size() > before.rows().size());
    QCOMPARE(tamma({u"events"_s, u"verify"_s}).exitCode, 0);
    // Nobody is shown the password, and nothing is copied onto something.
    const Ended doctor = tamma({u"doctor"_s});
    QVERIFY(doctor.out.contains(server->folder().toUtf8()));
    const Ended again = tamma({u"record"_s, u"copy"_s, m_home->recordFile(), url});
    QVERIFY(again.exitCode != 0);
    for (const QByteArray& said :
         {doctor.out, doctor.err, again.err, contents(inHome(u"state/tamma.log"_s))}) {
        QVERIFY(!said.contains("geheim"));
    }
    const Ended back = tamma({u"record"_s, u"copy"_s, url, inHome(u"back.sqlite"_s)});
    QVERIFY2(back.exitCode == 0, back.story());
}

void TestRecordCommands::showsHowItWas()
{
    const QString then = toIso8601(m_home->events().first().recorded);
    const auto titles = [&](const QStringList& more) {
        QStringList found;
        for (const QJsonObject& row :
             tamma({u"issues"_s, u"list"_s, u"--json"_s, more.value(0), more.value(1)}).rows()) {
            found.append(row[u"title"].toString());
        }
        return found;
    };
    QCOMPARE(tamma({u"issues"_s, u"edit"_s, u"1"_s, u"--title"_s, u"Renamed"_s}).exitCode, 0);
    QCOMPARE(titles({u"--as-of"_s, u"3"_s}).first(), u"Renamed"_s);
    QCOMPARE(titles({u"--as-of"_s, u"1"_s}), QStringList{u"Greet the world"_s});
    QCOMPARE(titles({u"--as-of"_s, then}), QStringList{u"Greet the world"_s});
    QCOMPARE(titles({u"--as-of"_s, u"2000-01-01T00:00:00Z"_s}), QStringList());
    QCOMPARE(tamma({u"loops"_s, u"list"_s, u"--as-of"_s, u"yesterday"_s}).exitCode, 1);
}

void TestRecordCommands::followsWhatComes()
{
    const auto tail = m_home->start({u"events"_s, u"tail"_s, u"--json"_s, u"--after"_s, u"1"_s});
    QVERIFY(tail->waitForStarted());
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += tail->readAllStandardOutput()).count('\n') == 1, 20'000);
    QCOMPARE(tamma({u"issues"_s, u"comment"_s, u"1"_s, u"News"_s}).exitCode, 0);
    QTRY_VERIFY_WITH_TIMEOUT((out += tail->readAllStandardOutput()).count('\n') == 2, 20'000);
    QVERIFY2(out.contains("\"News\""), out);
    ::kill(static_cast<pid_t>(tail->processId()), SIGINT);
    QVERIFY(tail->waitForFinished());
    QCOMPARE(tail->exitCode(), 130);
}

void TestRecordCommands::queriesByMetadataAndTime()
{
    const auto events = m_home->events();
    const auto found = [&](const QStringList& filter) {
        return tamma(QStringList{u"events"_s, u"query"_s, u"--json"_s} + filter).rows().size();
    };
    QCOMPARE(found({}), 2);
    QCOMPARE(found({u"--metadata"_s, u"actor="_s + events.first().event.metadata.actor}), 2);
    QCOMPARE(found({u"--metadata"_s, u"actor=nobody"_s}), 0);
    QCOMPARE(found({u"--since"_s, toIso8601(events.last().recorded)}), 1);
    QCOMPARE(found({u"--until"_s, toIso8601(events.last().recorded)}), 1);
    QCOMPARE(found({u"--newest-first"_s, u"--limit"_s, u"1"_s}), 1);
    QCOMPARE(tamma({u"events"_s, u"query"_s, u"--metadata"_s, u"colour=red"_s}).exitCode, 1);
    QCOMPARE(tamma({u"events"_s, u"query"_s, u"--since"_s, u"soon"_s}).exitCode, 2);
    const Ended shown = tamma({u"events"_s, u"show"_s, u"2"_s, u"--json"_s});
    QCOMPARE(shown.rows().first()[u"id"].toString(), events.last().event.id.text());
    QCOMPARE(tamma({u"events"_s, u"show"_s, u"99"_s}).exitCode, 1);
}

void TestRecordCommands::showsTheSameWithAndWithoutSnapshots()
{
    {
        const auto record = store::SqliteRecord::open(m_home->recordFile());
        UuidV7Source ids;
        QList<events::Event> batch(21'000);
        for (events::Event& event : batch) {
            event.id = EventId(ids.next());
            event.payload = events::OpaquePayload{u"X"_s};
        }
        QVERIFY((*record)->append(batch, events::AppendGuard::none()));
    }
    const QStringList list{u"issues"_s, u"list"_s, u"--json"_s};
    const QByteArray folded = tamma(list).out;
    const QDir cache(inHome(u"cache/snapshots"_s));
    QCOMPARE(cache.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    QCOMPARE(tamma({u"issues"_s, u"comment"_s, u"1"_s, u"News"_s}).exitCode, 0);
    const QByteArray taken = tamma(list).out;
    QVERIFY(QDir(cache).removeRecursively());
    QCOMPARE(tamma(list).out, taken);
    QVERIFY(taken != folded);
}

void TestRecordCommands::countsWhatHappened()
{
    const QJsonObject issue = tamma({u"issues"_s, u"list"_s, u"--json"_s}).rows().first();
    QCOMPARE(issue[u"status"].toString(), u"pending"_s);
    QCOMPARE(issue[u"totalEvents"].toInt(), 1);
    for (const QString& table : {u"days"_s, u"gates"_s, u"agents"_s, u"plugins"_s}) {
        const Ended shown = tamma({u"metrics"_s, table});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY(!shown.out.isEmpty());
        QCOMPARE(tamma({u"metrics"_s, table, u"--json"_s}).rows().size(), 0);
    }
}

void TestRecordCommands::archivesOldEvents()
{
    {
        const auto record = store::SqliteRecord::open(m_home->recordFile(), {.indexAfter = 1});
        UuidV7Source ids;
        for (int i = 0; i < 20; ++i) {
            events::Event event;
            event.id = EventId(ids.next());
            event.payload = events::OpaquePayload{u"X"_s};
            QVERIFY((*record)->append({event}, events::AppendGuard::none()));
        }
    }
    const auto before = m_home->events();
    const Ended archived = tamma({u"events"_s, u"archive"_s, u"--keep"_s, u"5"_s, u"--json"_s});
    QVERIFY2(archived.exitCode == 0, archived.story());
    QCOMPARE(archived.rows().first()[u"events"].toInt(), 17);
    QCOMPARE(m_home->events(), before);
    QCOMPARE(tamma({u"events"_s, u"verify"_s}).exitCode, 0);
    const QJsonObject statistics = tamma({u"events"_s, u"stats"_s, u"--json"_s}).rows().first();
    QCOMPARE(statistics[u"events"].toInt(), 22);
    QCOMPARE(statistics[u"archivedUpTo"].toInt(), 17);
    QCOMPARE(tamma({u"events"_s, u"archive"_s}).exitCode, 1); // What is old was not said.
    QCOMPARE(tamma({u"events"_s, u"archive"_s, u"--before"_s, u"soon"_s}).exitCode, 1);
}

void TestRecordCommands::saysWhatHappenedInBetween()
{
    QCOMPARE(tamma({u"issues"_s, u"edit"_s, u"1"_s, u"--title"_s, u"Renamed"_s}).exitCode, 0);
    QCOMPARE(tamma({u"issues"_s, u"comment"_s, u"1"_s, u"News"_s}).exitCode, 0);
    const auto rows = tamma({u"events"_s, u"between"_s, u"2"_s, u"4"_s, u"--json"_s}).rows();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first()[u"what"].toString(), u"Greet the world → Renamed, 1 comment"_s);
    QCOMPARE(tamma({u"events"_s, u"between"_s, u"1"_s, u"--json"_s}).rows().size(), 2);
    QCOMPARE(tamma({u"events"_s, u"between"_s, u"4"_s, u"4"_s, u"--json"_s}).rows().size(), 0);
    QCOMPARE(tamma({u"events"_s, u"between"_s, u"soon"_s}).exitCode, 1);
}

QTEST_GUILESS_MAIN(TestRecordCommands)
#include "tst_record_commands.moc"
