// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/work_folder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tamma;
using namespace tamma::providers;
using Kind = RecordedEdit::Kind;

class WorkFolderTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void writesNewFilesInNewFolders();
    void replacesTheWholeFile();
    void replacesTextOnce();
    void deletesFiles();
    void doesTheSameTwice();
    void keepsAndSetsThatAFileMayBeRun();
    void refusesTextThatIsNotThereOnce_data();
    void refusesTextThatIsNotThereOnce();
    void neverLeavesTheFolder_data();
    void neverLeavesTheFolder();
    void tellsWhatTheSystemSays();

private:
    [[nodiscard]] QString at(const char* path) const
    {
        return m_folder->filePath(QString::fromUtf8(path));
    }
    [[nodiscard]] QByteArray content(const QString& path) const;
    void write(const QString& path, const QByteArray& text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_work; // A folder in m_folder; m_folder itself is the forbidden outside.
};

void WorkFolderTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_work = at("work");
    QVERIFY(QDir().mkpath(m_work));
    write(at("outside.txt"), "outside");
}

QByteArray WorkFolderTest::content(const QString& path) const
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

void WorkFolderTest::write(const QString& path, const QByteArray& text) const
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void WorkFolderTest::writesNewFilesInNewFolders()
{
    QVERIFY(applyEdit(m_work, {.path = QStringLiteral("a/b/ü.txt"), .content = "new\n"}));
    QCOMPARE(content(at("work/a/b/ü.txt")), QByteArray("new\n"));
    QVERIFY(applyEdit(m_work, {.path = QStringLiteral("empty")}));
    QCOMPARE(content(at("work/empty")), QByteArray());
}

void WorkFolderTest::replacesTheWholeFile()
{
    write(at("work/a.txt"), "something long that was there before");
    QVERIFY(applyEdit(m_work, {.path = QStringLiteral("a.txt"), .content = "short"}));
    QCOMPARE(content(at("work/a.txt")), QByteArray("short"));
}

void WorkFolderTest::replacesTextOnce()
{
    write(at("work/a.txt"), "one two three");
    QVERIFY(applyEdit(
        m_work,
        {.kind = Kind::Replace, .path = QStringLiteral("a.txt"), .content = "2", .old = "two"}));
    QCOMPARE(content(at("work/a.txt")), QByteArray("one 2 three"));
}

void WorkFolderTest::deletesFiles()
{
    write(at("work/a.txt"), "x");
    QVERIFY(applyEdit(m_work, {.kind = Kind::Delete, .path = QStringLiteral("a.txt")}));
    QVERIFY(!QFile::exists(at("work/a.txt")));
}

void WorkFolderTest::doesTheSameTwice()
{
    write(at("work/a.txt"), "one two three");
    const QList<RecordedEdit> edits{
        {.path = QStringLiteral("b.txt"), .content = "b"},
        {.kind = Kind::Replace, .path = QStringLiteral("a.txt"), .content = "2", .old = "two"},
        {.kind = Kind::Delete, .path = QStringLiteral("c.txt")}};
    for (int i = 0; i < 2; ++i) {
        for (const RecordedEdit& edit : edits) {
            QVERIFY(applyEdit(m_work, edit));
        }
        QCOMPARE(content(at("work/a.txt")), QByteArray("one 2 three"));
        QCOMPARE(content(at("work/b.txt")), QByteArray("b"));
    }
}

void WorkFolderTest::keepsAndSetsThatAFileMayBeRun()
{
    QVERIFY(
        applyEdit(m_work, {.path = QStringLiteral("run.sh"), .content = "#", .executable = true}));
    QVERIFY(QFileInfo(at("work/run.sh")).isExecutable());
    QVERIFY(applyEdit(m_work, {.path = QStringLiteral("run.sh"), .content = "##"}));
    QVERIFY(QFileInfo(at("work/run.sh")).isExecutable());
}

void WorkFolderTest::refusesTextThatIsNotThereOnce_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("not there") << QByteArray("one three");
    QTest::newRow("twice") << QByteArray("two and two");
    QTest::newRow("empty file") << QByteArray();
}

void WorkFolderTest::refusesTextThatIsNotThereOnce()
{
    QFETCH(QByteArray, before);
    write(at("work/a.txt"), before);
    const auto done = applyEdit(
        m_work,
        {.kind = Kind::Replace, .path = QStringLiteral("a.txt"), .content = "2", .old = "two"});
    QVERIFY(!done);
    QCOMPARE(done.error().code.text(), errors::INVALID_ARGUMENT.text());
    QCOMPARE(content(at("work/a.txt")), before);
}

void WorkFolderTest::neverLeavesTheFolder_data()
{
    QTest::addColumn<QString>("path");
    for (const char* path :
         {"../outside.txt", "/etc/passwd", "a/../../outside.txt", ".git/config", "link.txt",
          "linked/outside.txt", "deep/linked/outside.txt", "pipe", "file/below", "dangling"}) {
        QTest::newRow(path) << QString::fromLatin1(path);
    }
}

void WorkFolderTest::neverLeavesTheFolder()
{
    QFETCH(QString, path);
    QVERIFY(QDir().mkpath(at("work/deep")));
    QVERIFY(QDir().mkpath(at("work/.git")));
    write(at("work/file"), "x");
    QVERIFY(QFile::link(at("outside.txt"), at("work/link.txt")));
    QVERIFY(QFile::link(m_folder->path(), at("work/linked")));
    QVERIFY(QFile::link(m_folder->path(), at("work/deep/linked")));
    QVERIFY(QFile::link(at("made.txt"), at("work/dangling")));
    QCOMPARE(::mkfifo(at("work/pipe").toLocal8Bit().constData(), 0600), 0);

    QVERIFY(!applyEdit(m_work, {.path = path, .content = "changed"}));
    QVERIFY(!applyEdit(
        m_work, {.kind = Kind::Replace, .path = path, .content = "changed", .old = "outside"}));
    QCOMPARE(content(at("outside.txt")), QByteArray("outside"));
    QVERIFY(!QFile::exists(at("made.txt")));
    // Deleting a link removes the link at most, never what it points to.
    (void)applyEdit(m_work, {.kind = Kind::Delete, .path = path});
    QCOMPARE(content(at("outside.txt")), QByteArray("outside"));
}

void WorkFolderTest::tellsWhatTheSystemSays()
{
    const auto noFolder = applyEdit(at("none"), {.path = QStringLiteral("a"), .content = "x"});
    QVERIFY(!noFolder);
    QCOMPARE(noFolder.error().code.text(), errors::FILE_READ_FAILED.text());
    QVERIFY(QDir().mkpath(at("work/folder")));
    QVERIFY(!applyEdit(m_work, {.path = QStringLiteral("folder"), .content = "x"}));
    QVERIFY(!applyEdit(m_work, {.kind = Kind::Delete, .path = QStringLiteral("folder")}));
    // /dev is a file system of its own that holds a device which is always full.
    const auto full
        = applyEdit(QStringLiteral("/dev"), {.path = QStringLiteral("full"), .content = "x"});
    QVERIFY(!full);
    QVERIFY(QDir(at("work/folder")).exists());
}

QTEST_APPLESS_MAIN(WorkFolderTest)
#include "tst_work_folder.moc"
