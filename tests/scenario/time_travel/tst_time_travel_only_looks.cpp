// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"
#include "tests/scenario/support/tamma_home.h"
#include "tests/scenario/time_travel/spied_calls.h"
#include "ui/client/past_engine.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTest>

#include <cstdio>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr auto TRAVELLER = "--travel";

/// Asks whoever is at a past moment everything that its screens ask; returns how much it saw.
qsizetype lookAround(ui::PastEngine& engine, Position moment)
{
    const auto past = engine.past(moment).result();
    if (!past) {
        return 0;
    }
    engine.setUpTo(past->position);
    qsizetype seen = past->loops.size() + past->approvals.size() + past->issues.size();
    for (const readmodels::LoopRow& loop : past->loops) { // Its detail, transcript and logs.
        const auto events
            = engine.events(events::EventQuery::tagged(u"loopId"_s, loop.id.text())).result();
        seen += events.value_or(QList<events::StoredEvent>()).size();
        const engine::DiffRequest diff{loop.repository, loop.baseCommit, loop.commit, {}};
        if (loop.commit.isEmpty()) {
            continue;
        }
        const auto files = engine.changedFiles(diff).result();
        for (const git::ChangedFile& file : files.value_or(QList<git::ChangedFile>())) {
            auto request = diff;
            request.path = file.path;
            seen += engine.fileDiff(request).result() ? 1 : 0;
        }
    }
    readmodels::RecordQuestion everything;
    const auto answer = engine.recordMatches(everything).result();
    seen += answer ? engine.recordRows({past->position}).result()->size() : 0;
    return seen + engine.recordWords({u":"_s}).result().size();
}

void doSomethingForbidden(Composition& house, const QByteArray& what)
{
    if (what == "write") {
        events::Event event = house.stamp();
        event.payload = events::OpaquePayload{u"TEST.WROTE"_s};
        static_cast<void>(house.store().append({event}, events::AppendGuard::none()));
    } else if (what == "process") {
        QProcess::execute(u"true"_s, {});
    } else if (what == "network") {
        const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in nobody{};
        nobody.sin_family = AF_INET;
        nobody.sin_port = htons(9);
        nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        static_cast<void>(
            ::connect(descriptor, reinterpret_cast<sockaddr*>(&nobody), sizeof nobody));
        ::close(descriptor);
    }
}

// The real engine of the app over the real record, and the window's door to the past.
int travel(const QByteArray& forbidden)
{
    engine::ReadModelFeed feed;
    const auto house = Composition::create(Paths::fromEnvironment(), feed);
    if (!house) {
        return 1;
    }
    engine::Engine& live = (*house)->startEngine();
    ui::PastEngine past(live);
    const Position head = (*house)->store().head().value_or(Position{});
    // Connections and caches are made while it is the present.
    bool sawEverything = lookAround(past, head) > 0;
    SpiedCalls::begin();
    for (qint64 position = 1; position <= head.value; position += 1 + head.value / 8) {
        sawEverything = lookAround(past, {position}) > 0 && sawEverything;
    }
    const auto refused = past.submit(engine::CreateIssue{}).result();
    doSomethingForbidden(**house, forbidden);
    SpiedCalls::end();
    const bool isReadOnly = !refused && refused.error().code == errors::PAST_IS_READ_ONLY;
    return sawEverything && isReadOnly ? 0 : 2;
}

} // namespace

/// Looking at the past writes nothing, starts nothing and asks nobody. Seen from outside, by
/// strace: nothing that the program believes of itself counts.
class TestTimeTravelOnlyLooks final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void doesNothingToTheWorld();
    void theSpySeesWhatIsForbidden_data();
    void theSpySeesWhatIsForbidden();

private:
    [[nodiscard]] SpiedCalls spyOn(const QByteArray& forbidden) const;

    std::unique_ptr<TammaHome> m_home;
};

void TestTimeTravelOnlyLooks::initTestCase()
{
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty()) {
        QSKIP("strace is not installed here: nobody can look");
    }
    m_home = std::make_unique<TammaHome>();
    const Ended demo = m_home->run(
        {u"demo"_s, u"--dir"_s, m_home->path() + u"/project"_s, u"--approve"_s, u"--json"_s});
    QVERIFY2(demo.exitCode == 0, demo.story());
    // Who begins to run loops tidies up after those that have ended; this one finds it done.
    QVERIFY(spyOn("nothing").isWhole);
}

SpiedCalls TestTimeTravelOnlyLooks::spyOn(const QByteArray& forbidden) const
{
    const QString log = m_home->path() + u"/calls"_s;
    QProcess process;
    process.setProcessEnvironment(m_home->environment());
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(u"strace"_s,
                  SpiedCalls::options(log)
                      + QStringList{QCoreApplication::applicationFilePath(),
                                    QString::fromLatin1(TRAVELLER),
                                    QString::fromLatin1(forbidden)});
    process.waitForFinished(120'000);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        qWarning("the traveller ended with %d", process.exitCode());
        return {};
    }
    QFile file(log);
    return file.open(QIODevice::ReadOnly) ? SpiedCalls::inLog(file.readAll()) : SpiedCalls();
}

void TestTimeTravelOnlyLooks::doesNothingToTheWorld()
{
    const SpiedCalls calls = spyOn("nothing");
    QVERIFY(calls.isWhole);
    QCOMPARE(calls.writes, QStringList());
    QCOMPARE(calls.processes, QStringList());
    QCOMPARE(calls.network, QStringList());
}

void TestTimeTravelOnlyLooks::theSpySeesWhatIsForbidden_data()
{
    QTest::addColumn<QByteArray>("forbidden");
    QTest::addColumn<QStringList SpiedCalls::*>("seen");
    QTest::newRow("an event") << QByteArray("write") << &SpiedCalls::writes;
    QTest::newRow("a program") << QByteArray("process") << &SpiedCalls::processes;
    QTest::newRow("a connection") << QByteArray("network") << &SpiedCalls::network;
}

void TestTimeTravelOnlyLooks::theSpySeesWhatIsForbidden()
{
    QFETCH(QByteArray, forbidden);
    QFETCH(QStringList SpiedCalls::*, seen);
    const SpiedCalls calls = spyOn(forbidden);
    QVERIFY(calls.isWhole);
    QVERIFY(!(calls.*seen).isEmpty());
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], TRAVELLER) == 0) {
        return travel(argv[2]);
    }
    TestTimeTravelOnlyLooks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_time_travel_only_looks.moc"
