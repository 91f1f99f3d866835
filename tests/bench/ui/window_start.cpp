// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/identity_tags.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/record_rows.h"
#include "tests/bench/ui/samples.h"
#include "ui/shell/first_paint.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMainWindow>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace tamma::ui::bench {
namespace {

constexpr int ISSUES = 2'000;
constexpr int LIMIT_MS = 30'000;
constexpr double MOST_START_MS = 120;
constexpr double MOST_MEMORY_MB = 80;

/// A home whose record has something to show.
void fillRecord(const QString& home)
{
    const QString data = home + QStringLiteral("/data");
    QDir().mkpath(data);
    const auto store = store::SqliteRecord::open(data + QStringLiteral("/record.sqlite"));
    if (!store) {
        qFatal("no record: %s", qPrintable(store.error().detail));
    }
    QList<events::Event> batch;
    for (int number = 1; number <= ISSUES; ++number) {
        const events::Payload payload = events::IssueCreated{
            .issueId = IssueId(QStringLiteral("issue-%1").arg(number)),
            .number = number,
            .repository = QStringLiteral("/home/mia/shop"),
            .title = QStringLiteral("Round payments to the cent in report %1").arg(number),
            .body = QStringLiteral("Amounts are rounded to whole dollars. ").repeated(5)};
        batch.append({.id = EventId(QStringLiteral("event-%1").arg(number)),
                      .timestamp = SystemClock().now(),
                      .tags = events::identityTags(payload),
                      .payload = payload});
    }
    if (const auto done = (*store)->append(batch, {}); !done) {
        qFatal("the record takes nothing: %s", qPrintable(done.error().detail));
    }
}

/// Waits until the process has used no CPU time for half a second.
void waitUntilIdle(qint64 pid)
{
    QElapsedTimer quiet;
    QByteArray before;
    quiet.start();
    const bool idle = QTest::qWaitFor(
        [&] {
            QFile file(QStringLiteral("/proc/%1/schedstat").arg(pid)); // Of the GUI thread.
            const QByteArray now = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            const QByteArray used = now.left(now.indexOf(' '));
            if (used != before) {
                before = used;
                quiet.restart();
            }
            return quiet.elapsed() >= 500;
        },
        LIMIT_MS);
    if (!idle) {
        qFatal("the window is never idle");
    }
}

/// The proportional set size: shared pages count for each of their users in part.
double memoryOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/smaps_rollup").arg(pid));
    static const QRegularExpression pss(QStringLiteral("\\nPss: +([0-9]+) kB"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("no memory map of the window");
    }
    return pss.match(QString::fromLatin1(file.readAll())).captured(1).toDouble() / 1024;
}

struct Start {
    Sample time; ///< CPU: of the whole process until then.
    double memory = 0; ///< MB, when it has come to rest; 0: not asked.
};

Start startWindow(const QStringList& arguments, const QString& home, bool measureMemory)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TAMMA_HOME"), home);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const double before = wallNow();
    process.start(arguments.first(), arguments.sliced(1));
    if (!process.waitForReadyRead(LIMIT_MS)) {
        qFatal("%s was never painted", qPrintable(arguments.first()));
    }
    Start start;
    start.time.wall = wallNow() - before;
    clockid_t clock{};
    timespec used{};
    clock_getcpuclockid(pid_t(process.processId()), &clock);
    clock_gettime(clock, &used);
    start.time.cpu = double(used.tv_sec) * 1e3 + double(used.tv_nsec) / 1e6;
    if (measureMemory) {
        waitUntilIdle(process.processId());
        start.memory = memoryOf(process.processId());
    }
    process.kill();
    process.waitForFinished();
    return start;
}

} // namespace

int showBareWindow()
{
    QMainWindow window;
    window.resize(SCREEN);
    reportFirstPaint(window);
    window.show();
    return QCoreApplication::exec();
}

void measureStart(BenchReport& report, Length length)
{
    const QString folder = QCoreApplication::applicationDirPath();
    const QStringList tamma{folder + QStringLiteral("/tamma-desktop"),
                            QStringLiteral("--report-paint")};
    const QStringList bare{folder + QStringLiteral("/bench_ui"), QStringLiteral("--bare-window")};
    const QTemporaryDir home;
    fillRecord(home.path());
    const int rounds = length == Length::Short ? 1 : 9;
    std::vector<Sample> ours;
    std::vector<Sample> peers;
    startWindow(tamma, home.path(), false); // Warm: its files are in memory.
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(startWindow(tamma, home.path(), false).time);
        peers.push_back(startWindow(bare, home.path(), false).time);
    }
    printBoth(report,
              {.name = QStringLiteral("warm start to painted window, median"),
               .ours = percentile(ours, 0.5),
               .peerName = QStringLiteral("bare QMainWindow"),
               .peers = percentile(peers, 0.5),
               .mostMs = MOST_START_MS});
    const double memory = startWindow(tamma, home.path(), true).memory;
    const double floor = startWindow(bare, home.path(), true).memory;
    report.figure({.name = QStringLiteral("idle memory with %1 issues (PSS)").arg(ISSUES),
                   .value = memory,
                   .unit = QStringLiteral("MB"),
                   .against = QStringLiteral("bare QMainWindow %1 MB").arg(floor, 0, 'f', 1),
                   .ratio = floor > 0 ? memory / floor : 0,
                   .goal = QStringLiteral("<= %1 MB").arg(MOST_MEMORY_MB),
                   .ok = memory > 0 && memory <= MOST_MEMORY_MB});
}

} // namespace tamma::ui::bench
