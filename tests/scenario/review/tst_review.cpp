// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/catalog.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

/// A person sends a change back with comments on its lines, and the agent works by them.
class TestReview : public QObject {
    Q_OBJECT

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;

    template <typename T> [[nodiscard]] QList<T> payloads() const
    {
        QList<T> found;
        for (const StoredEvent& stored : m_home->events()) {
            if (const auto* payload = std::get_if<T>(&stored.event.payload)) {
                found.append(*payload);
            }
        }
        return found;
    }

private slots:
    void init()
    {
        m_home = std::make_unique<TammaHome>();
        m_project = std::make_unique<SmallProject>();
        const QString recording = m_project->recording(
            {{u"greeting.txt"_s, "Hallo\n  Welt\n"}, {u"greeting.txt"_s, "Hello, world\n"}});
        QCOMPARE(m_home->run({u"issues"_s, u"add"_s, u"Greet"_s}, m_project->path()).exitCode, 0);
        const Ended run = m_home->run(
            {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording},
            m_project->path());
        QVERIFY2(run.exitCode == 3, run.story()); // It asks.
    }

    void commentsReachTheNextAttempt()
    {
        const Ended sent = m_home->run({u"approvals"_s, u"reject"_s, u"#1"_s, u"--comment"_s,
                                        u"greeting.txt:2:In English: please"_s, u"--comment"_s,
                                        u"greeting.txt:1:This one too"_s});
        QVERIFY2(sent.exitCode == 3, sent.story()); // It asks again, about the second attempt.
        const auto rejections = payloads<ApprovalRejected>();
        QCOMPARE(rejections.size(), 1);
        QCOMPARE(rejections.first().comments.size(), 2);
        QCOMPARE(rejections.first().comments.first(),
                 (LineComment{u"greeting.txt"_s, 2, u"Welt"_s, u"In English: please"_s}));
        const auto sessions = payloads<AgentSessionStarted>();
        const auto said = std::ranges::find_if(sessions, [](const AgentSessionStarted& session) {
            return session.prompt.contains(
                u"greeting.txt:1\n> Hallo\nThis one too\n\ngreeting.txt:2\n> Welt\nIn English: please"_s);
        });
        QVERIFY(said != sessions.end());
        QCOMPARE(payloads<CodeGenerated>().size(), 2);
    }

    void whatFitsNoLineIsRefusedAndDecidesNothing_data()
    {
        QTest::addColumn<QString>("comment");
        QTest::newRow("no line") << u"greeting.txt:9:there is none"_s;
        QTest::newRow("no file") << u"../secret.txt:1:there is none"_s;
        QTest::newRow("no words") << u"greeting.txt:1:"_s;
        QTest::newRow("no number") << u"greeting.txt:one:words"_s;
        QTest::newRow("no shape") << u"words"_s;
    }
    void whatFitsNoLineIsRefusedAndDecidesNothing()
    {
        QFETCH(QString, comment);
        const Ended refused = m_home->run({u"approvals"_s, u"reject"_s, u"#1"_s, u"--reason"_s,
                                           u"because"_s, u"--comment"_s, comment});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY(!refused.err.isEmpty());
        QVERIFY(payloads<ApprovalRejected>().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestReview)
#include "tst_review.moc"
