// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/repetition.h"

#include <QTest>

using namespace tamma;
using events::TranscriptEntry;
using Story = QList<TranscriptEntry>;

namespace {

TranscriptEntry call(const QString& tool, const QString& text, const QString& path = {})
{
    return {.kind = "toolCall", .text = text, .tool = tool, .path = path};
}

TranscriptEntry result(const QString& tool, const QString& text, const QString& path = {})
{
    return {.kind = "toolResult", .text = text, .tool = tool, .path = path};
}

TranscriptEntry error(const QString& tool, const QString& text, const QString& path = {})
{
    TranscriptEntry entry = result(tool, text, path);
    entry.failed = true;
    return entry;
}

Story times(int count, const Story& story)
{
    Story all;
    for (int i = 0; i < count; ++i) {
        all += story;
    }
    return all;
}

const Story FAILED_BUILD{call("Bash", "make"), error("Bash", "no rule to make target")};
const Story FAILED_EDIT{call("Edit", "", "a.cpp"), error("Edit", "not found", "a.cpp")};
const Story READ{call("Read", "", "a.cpp"), result("Read", "text", "a.cpp")};
const Story GOOD_EDIT{call("Edit", "", "b.cpp"), result("Edit", "ok", "b.cpp")};

} // namespace

class TestRepetition : public QObject {
    Q_OBJECT

private slots:
    void seesTheSameFailureAgainAndAgain_data()
    {
        QTest::addColumn<Story>("story");
        QTest::addColumn<bool>("isSeen");
        const Story other{call("Bash", "ninja"), error("Bash", "no rule to make target")};
        const Story otherError{call("Bash", "make"), error("Bash", "stopped")};
        const Story parallel{call("Bash", "make"), call("Bash", "ls"),
                             error("Bash", "no rule to make target"), result("Bash", "a.cpp")};
        QTest::newRow("three times in a row") << times(3, FAILED_BUILD) << true;
        QTest::newRow("twice") << times(2, FAILED_BUILD) << false;
        QTest::newRow("with words in between")
            << times(3, FAILED_BUILD + Story{{.kind = "text", .text = "Hm."}}) << true;
        QTest::newRow("reading the same file in between") << times(3, READ + FAILED_EDIT) << true;
        QTest::newRow("two failures in turns") << times(3, FAILED_BUILD + FAILED_EDIT) << true;
        QTest::newRow("another action") << times(2, FAILED_BUILD) + other << false;
        QTest::newRow("another error") << times(2, FAILED_BUILD) + otherError << false;
        QTest::newRow("progress before the third")
            << times(2, FAILED_BUILD) + GOOD_EDIT + FAILED_BUILD << false;
        QTest::newRow("it succeeded in between") << times(2, FAILED_BUILD)
                + Story{call("Bash", "make"), result("Bash", "ok")}
                + times(2, FAILED_BUILD) << false;
        QTest::newRow("beside a call that succeeds") << times(4, parallel) << true;
        QTest::newRow("results without calls")
            << times(3, {error("Bash", "no rule to make target")}) << true;
    }

    void seesTheSameFailureAgainAndAgain()
    {
        QFETCH(const Story, story);
        QFETCH(const bool, isSeen);
        providers::Repetition repetition(3);
        bool seen = false;
        for (const TranscriptEntry& entry : story) {
            seen = seen || repetition.apply(entry);
        }
        QCOMPARE(seen, isSeen);
    }

    void saysWhatIsRepeated()
    {
        providers::Repetition repetition(1);
        QVERIFY(!repetition.apply(FAILED_EDIT.first()));
        QCOMPARE(repetition.apply(FAILED_EDIT.last()),
                 "Edit \"a.cpp\" failed 1 times in the same way: not found");
        QVERIFY(!repetition.apply(call("Bash", QString(900, 'x'))));
        QVERIFY(repetition.apply(error("Bash", QString(900, 'y')))->size() < 500);
    }

    void seesNothingWithoutALimit()
    {
        providers::Repetition repetition(0);
        for (const TranscriptEntry& entry : times(50, FAILED_BUILD)) {
            QVERIFY(!repetition.apply(entry));
        }
    }
};

QTEST_GUILESS_MAIN(TestRepetition)
#include "tst_repetition.moc"
