// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/find_program.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;

class TestFindProgram : public QObject {
    Q_OBJECT

private slots:
    void findsWhatIsInThePath()
    {
        const auto found = io::findProgram("sh");
        QVERIFY(found);
        QVERIFY(found->startsWith('/') && found->endsWith("/sh"));
    }

    void prefersTheExtraFolders()
    {
        const QTemporaryDir folder;
        QFile own(folder.filePath("sh"));
        QVERIFY(own.open(QIODevice::WriteOnly));
        own.close();
        QCOMPARE(io::findProgram("sh", {folder.path()}).value(), io::findProgram("sh").value());
        QVERIFY(own.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        QCOMPARE(io::findProgram("sh", {folder.path()}).value(), own.fileName());
    }

    void saysWhichProgramIsMissing()
    {
        const auto found = io::findProgram("no-such-program-anywhere");
        QVERIFY(!found);
        QVERIFY(found.error().code == errors::PROGRAM_NOT_FOUND);
        QCOMPARE(found.error().context["program"].toString(), "no-such-program-anywhere");
    }
};

QTEST_GUILESS_MAIN(TestFindProgram)
#include "tst_find_program.moc"
