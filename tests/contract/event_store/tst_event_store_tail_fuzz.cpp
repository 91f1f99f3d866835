// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/fuzz_worker.h"
#include "tests/contract/event_store/record_fixture.h"
#include "tests/support/postgres/postgres_server.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <mutex>
#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

constexpr int PROCESSES = 4;
constexpr int WRITERS_IN_A_PROCESS = 4;

/// TAMMA_FUZZ_SECONDS, for a long run; else a few.
int fuzzSeconds()
{
    const int wanted = qEnvironmentVariableIntValue("TAMMA_FUZZ_SECONDS");
    return wanted > 0 ? wanted : 5;
}

/// A host that only follows.
class Follower {
public:
    explicit Follower(const QString& location)
        : m_record(openAt(location))
        , m_subscription(m_record->subscribe({}, [this](const QList<StoredEvent>& events) {
            const std::scoped_lock lock(m_mutex);
            for (const StoredEvent& event : events) {
                m_told.append(event.position.value);
            }
        }))
    {
    }

    [[nodiscard]] QList<qint64> told() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_told;
    }

private:
    mutable std::mutex m_mutex;
    QList<qint64> m_told;
    std::unique_ptr<EventStore> m_record;
    std::unique_ptr<Subscription> m_subscription;
};

std::unique_ptr<QProcess> startWriters(const QString& location, int number)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QCoreApplication::applicationFilePath(),
                   {u"--write"_s, location, u"writers%1"_s.arg(number)});
    return process;
}

// The writers' process: writes until it is killed.
int writeForEver(const QString& location, const QString& name)
{
    std::vector<std::jthread> writers;
    for (int n = 0; n < WRITERS_IN_A_PROCESS; ++n) {
        writers.emplace_back([&, n] {
            const auto own = openAt(location);
            FuzzWorker worker(*own, u"%1-%2"_s.arg(name).arg(n));
            while (true) {
                worker.step();
            }
        });
    }
    return 0;
}

} // namespace

/// Followers while sixteen writers write, are killed and come back, and while connections of the
/// followers are cut: nothing is missed and nothing told twice.
class TestEventStoreTailFuzz final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void tellsEverythingOnce();
};

void TestEventStoreTailFuzz::tellsEverythingOnce()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind != u"sqlite"_s && kind != u"postgres"_s) {
        QSKIP("this is about records that processes share");
    }
    const bool isDatabase = kind == u"postgres"_s;
    RecordFixture record;
    const QString followed
        = isDatabase ? record.location + u"&application_name=follower"_s : record.location;
    const Follower first(followed);
    const Follower second(followed);
    std::vector<std::unique_ptr<QProcess>> writers;
    int started = 0;
    for (int n = 0; n < PROCESSES; ++n) {
        writers.push_back(startWriters(record.location, ++started));
    }
    QElapsedTimer time;
    time.start();
    size_t victim = 0;
    while (time.elapsed() < fuzzSeconds() * 1000) {
        const qsizetype before = first.told().size();
        QTRY_VERIFY_WITH_TIMEOUT(first.told().size() > before + 100, 30'000);
        auto& process = writers[victim++ % writers.size()];
        ::kill(static_cast<pid_t>(process->processId()), SIGKILL);
        process->waitForFinished();
        process = startWriters(record.location, ++started);
        if (isDatabase) {
            (void)PostgresServer::ofThisProcess().sql(
                u"postgres"_s,
                u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'follower'"_s);
        }
    }
    for (const auto& process : writers) {
        ::kill(static_cast<pid_t>(process->processId()), SIGKILL);
        process->waitForFinished();
    }
    const FuzzFindings found = replay(*record.store);
    QCOMPARE(found.violations, 0);
    QCOMPARE(found.doubled + found.missing, 0);
    const QList<qint64> stored = positions(record.store->read({}));
    QTRY_COMPARE_WITH_TIMEOUT(first.told().size(), stored.size(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(second.told().size(), stored.size(), 30'000);
    QCOMPARE(first.told(), stored);
    QCOMPARE(second.told(), stored);
    qInfo("%lld events, %d processes of writers", static_cast<long long>(stored.size()), started);
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--write"_s) {
        return writeForEver(arguments.value(2), arguments.value(3));
    }
    TestEventStoreTailFuzz test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_event_store_tail_fuzz.moc"
