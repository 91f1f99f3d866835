// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/diff_text.h"

#include "core/intelligence/token_budget.h"

#include <QTest>

using namespace tamma;
using namespace tamma::intelligence;

class DiffTextTest : public QObject {
    Q_OBJECT

private slots:
    void readsLikeAUnifiedDiff()
    {
        QByteArray before;
        for (int i = 1; i <= 30; ++i) {
            before += QByteArray::number(i) + '\n';
        }
        QByteArray after = before;
        after.replace("\n10\n", "\nten\n")
            .replace("\n14\n", "\n14\nmore\n")
            .replace("\n30\n", "\n");
        const git::FileDiff diff{{"src/a.txt", "src/a.txt", git::ChangeKind::Modified, 2, 2, false},
                                 before,
                                 after,
                                 {{9, 1, 9, 1}, {14, 0, 14, 1}, {29, 1, 30, 0}}};
        QCOMPARE(
            diffText({diff}, 10'000),
            "--- a/src/a.txt\n+++ b/src/a.txt\n"
            "@@ -7,11 +7,12 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n 14\n+more\n 15\n 16\n 17\n"
            "@@ -27,4 +28,3 @@\n 27\n 28\n 29\n-30\n");
    }

    void namesNewDeletedRenamedAndBinaryFiles()
    {
        const git::FileDiff added{
            {"n", "n", git::ChangeKind::Added, 1, 0, false}, "", "x\n", {{0, 0, 0, 1}}};
        const git::FileDiff gone{
            {"g", "g", git::ChangeKind::Deleted, 0, 1, false}, "x", "", {{0, 1, 0, 0}}};
        const git::FileDiff moved{
            {"b", "a", git::ChangeKind::Renamed, 0, 0, false}, "x\n", "x\n", {}};
        const git::FileDiff binary{{"p", "p", git::ChangeKind::Modified, 0, 0, true}, "", "", {}};
        QCOMPARE(diffText({added, gone, moved, binary}, 1000),
                 "--- /dev/null\n+++ b/n\n@@ -1,0 +1,1 @@\n+x\n"
                 "--- a/g\n+++ /dev/null\n@@ -1,1 +1,0 @@\n-x\n"
                 "--- a/a\n+++ b/b\n"
                 "--- a/p\n+++ b/p\nBinary file\n");
    }

    void leavesOutWholeFilesAndSaysSo()
    {
        QList<git::FileDiff> files;
        for (int i = 0; i < 10; ++i) {
            const QString path = QString("f%1").arg(i);
            files.append({{path, path, git::ChangeKind::Added, 1, 0, false},
                          "",
                          QByteArray(300, 'x') + '\n',
                          {{0, 0, 0, 1}}});
        }
        for (int limit = 0; limit < 1500; limit += 50) {
            QVERIFY(estimatedTokens(diffText(files, limit).toUtf8()) <= limit);
        }
        const QString text = diffText(files, 400);
        QVERIFY(text.contains("+++ b/f2\n"));
        QVERIFY(!text.contains("+++ b/f4\n"));
        QVERIFY(text.endsWith("more changed files are not shown: read them]\n"));
    }
};

QTEST_GUILESS_MAIN(DiffTextTest)
#include "tst_diff_text.moc"
