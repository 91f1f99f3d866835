// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platforms/local/issue_import.h"

#include <QTest>

using tamma::platforms::importMarkdown;
using tamma::platforms::IssueDraft;

class TestOfIssueImport : public QObject {
    Q_OBJECT

private slots:
    void readsTitlesLabelsAndBodies()
    {
        const auto issues = importMarkdown("Our backlog.\n"
                                           "# Add a search box\n"
                                           "\n"
                                           "Labels: ui,  good first issue, ui\n"
                                           "\n"
                                           "People cannot find things.\n"
                                           "\n"
                                           "### Acceptance\n"
                                           "- it finds\n"
                                           "## Mend the clock ##\r\n"
                                           "It is late.\r\n"
                                           "# Nothing more to say\n");
        QCOMPARE(issues.size(), 3);
        QCOMPARE(issues.at(0).title, "Add a search box");
        QCOMPARE(issues.at(0).labels, QStringList({"ui", "good first issue"}));
        QCOMPARE(issues.at(0).body, "People cannot find things.\n\n### Acceptance\n- it finds");
        QCOMPARE(issues.at(1).title, "Mend the clock");
        QCOMPARE(issues.at(1).body, "It is late.");
        QCOMPARE(issues.at(2).title, "Nothing more to say");
        QVERIFY(issues.at(2).body.isEmpty() && issues.at(2).labels.isEmpty());
        QVERIFY(issues.at(0).repository.isEmpty() && issues.at(0).author.isEmpty());
    }

    void knowsAHeadingWhenItSeesOne_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("titles");
        QTest::newRow("nothing") << "" << QStringList{};
        QTest::newRow("text only") << "just\ntext\n" << QStringList{};
        QTest::newRow("no line end") << "# a" << QStringList{"a"};
        QTest::newRow("indented by three") << "   # a" << QStringList{"a"};
        QTest::newRow("indented code") << "    # a" << QStringList{};
        QTest::newRow("no space") << "#a\n#!bang\n" << QStringList{};
        QTest::newRow("empty heading") << "#\n# b\n" << QStringList{"b"};
        QTest::newRow("deep") << "### a\n# b\n#### c\n" << QStringList{"b"};
        QTest::newRow("hash in the title") << "# use C# 12\n" << QStringList{"use C# 12"};
        QTest::newRow("closed heading") << "# a #\n## b ######  \n" << QStringList{"a", "b"};
        QTest::newRow("tab") << "#\ta\n" << QStringList{"a"};
        QTest::newRow("comment in code") << "# a\n```sh\n# no\n```\n# b\n" << QStringList{"a", "b"};
        QTest::newRow("tildes around backticks") << "# a\n~~~\n```\n# no\n~~~\n# b\n"
                                                 << QStringList{"a", "b"};
        QTest::newRow("longer fence") << "# a\n````\n```\n# no\n````\n# b" << QStringList{"a", "b"};
        QTest::newRow("inline code") << "# a\n```x``` y\n# b\n" << QStringList{"a", "b"};
        QTest::newRow("fence never closed") << "# a\n```\n# no\n" << QStringList{"a"};
        QTest::newRow("other letters") << "# Über 漢字 🚀\n" << QStringList{"Über 漢字 🚀"};
    }
    void knowsAHeadingWhenItSeesOne()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, titles);
        QStringList found;
        for (const IssueDraft& issue : importMarkdown(text)) {
            found.append(issue.title);
        }
        QCOMPARE(found, titles);
    }

    void takesOneLineOfLabels()
    {
        const auto issues = importMarkdown("# a\n```\nLabels: no\n```\nlabels:one\nLabels: two\n"
                                           "# b\nLabels:\nbody\n");
        QCOMPARE(issues.at(0).labels, QStringList{"one"});
        QCOMPARE(issues.at(0).body, "```\nLabels: no\n```\nLabels: two");
        QVERIFY(issues.at(1).labels.isEmpty());
        QCOMPARE(issues.at(1).body, "body");
    }
};

QTEST_GUILESS_MAIN(TestOfIssueImport)
#include "tst_issue_import.moc"
