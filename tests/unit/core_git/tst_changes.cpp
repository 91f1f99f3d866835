// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/changes.h"
#include "tests/support/test_repository/test_repository.h"

#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

namespace {

const ChangedFile* find(const QList<ChangedFile>& files, const QString& path)
{
    const auto found = std::ranges::find(files, path, &ChangedFile::path);
    return found == files.end() ? nullptr : &*found;
}

QByteArray numberedLines(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i) {
        text += "line " + QByteArray::number(i) + '\n';
    }
    return text;
}

// Puts the new lines in the place of the old ones: what hunks promise.
QByteArray applied(const FileDiff& diff)
{
    const auto split = [](const QByteArray& text) {
        QList<QByteArray> lines;
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype end = text.indexOf('\n', at);
            const qsizetype next = end < 0 ? text.size() : end + 1;
            lines.append(text.mid(at, next - at));
            at = next;
        }
        return lines;
    };
    const auto oldLines = split(diff.oldText);
    const auto newLines = split(diff.newText);
    QByteArray result;
    int at = 0;
    for (const Hunk& hunk : diff.hunks) {
        result += oldLines.mid(at, hunk.oldStart - at).join();
        result += newLines.mid(hunk.newStart, hunk.newCount).join();
        at = hunk.oldStart + hunk.oldCount;
    }
    return result + oldLines.mid(at).join();
}

} // namespace

class TestOfChanges : public QObject {
    Q_OBJECT

private slots:
    void listsWhatHappenedToEachFile()
    {
        const TestRepository user;
        user.write({{"mode.sh", "#!/bin/sh\n"}});
        const QString from = user.commit({{"gone.txt", "1\n2\n"},
                                          {"same.txt", "x\n"},
                                          {"edit me.txt", "1\n2\n3\n"},
                                          {"old name.txt", numberedLines(20)},
                                          {"image.png", QByteArray("\x89PNG\0\0", 6)}});
        user.git({"rm", "--quiet", "gone.txt"});
        user.git({"mv", "old name.txt", "Ünicode.txt"});
        user.git({"update-index", "--chmod=+x", "mode.sh"});
        QVERIFY(QFile::setPermissions(user.path() + "/mode.sh",
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(QFile::link("same.txt", user.path() + "/link"));
        const QString to = user.commit({{"edit me.txt", "1\ntwo\n3\n4\n"},
                                        {"new/file.txt", "a\nb\n"},
                                        {"image.png", QByteArray("\x89PNG\0\1", 6)}});
        const auto files = changedFiles(*Repository::open(user.path()), {from, to});
        QVERIFY(files);
        QCOMPARE(files->size(), 7);
        const auto expect = [&](const ChangedFile& wanted) {
            const ChangedFile* file = find(*files, wanted.path);
            QVERIFY2(file != nullptr, qPrintable(wanted.path));
            QVERIFY2(*file == wanted, qPrintable(wanted.path));
        };
        expect({"gone.txt", "gone.txt", ChangeKind::Deleted, 0, 2, false});
        expect({"edit me.txt", "edit me.txt", ChangeKind::Modified, 2, 1, false});
        expect({"Ünicode.txt", "old name.txt", ChangeKind::Renamed, 0, 0, false});
        expect({"new/file.txt", "new/file.txt", ChangeKind::Added, 2, 0, false});
        expect({"image.png", "image.png", ChangeKind::Modified, 0, 0, true});
        expect({"mode.sh", "mode.sh", ChangeKind::Modified, 0, 0, false});
        expect({"link", "link", ChangeKind::Added, 1, 0, false});
    }

    void cutsAFileIntoHunks_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QList<Hunk>>("hunks");
        const QByteArray abc = "a\nb\nc\n";
        QTest::newRow("one line replaced")
            << abc << QByteArray("a\nB\nc\n") << QList<Hunk>{{1, 1, 1, 1}};
        QTest::newRow("inserted at the top")
            << abc << QByteArray("0\na\nb\nc\n") << QList<Hunk>{{0, 0, 0, 1}};
        QTest::newRow("inserted in the middle")
            << abc << QByteArray("a\nb\nx\ny\nc\n") << QList<Hunk>{{2, 0, 2, 2}};
        QTest::newRow("appended") << abc << QByteArray("a\nb\nc\nd\n") << QList<Hunk>{{3, 0, 3, 1}};
        QTest::newRow("first removed") << abc << QByteArray("b\nc\n") << QList<Hunk>{{0, 1, 0, 0}};
        QTest::newRow("last removed") << abc << QByteArray("a\nb\n") << QList<Hunk>{{2, 1, 2, 0}};
        QTest::newRow("emptied") << abc << QByteArray() << QList<Hunk>{{0, 3, 0, 0}};
        QTest::newRow("filled") << QByteArray() << abc << QList<Hunk>{{0, 0, 0, 3}};
        QTest::newRow("last line end lost")
            << abc << QByteArray("a\nb\nc") << QList<Hunk>{{2, 1, 2, 1}};
        QTest::newRow("line ends of Windows")
            << abc << QByteArray("a\r\nb\r\nc\r\n") << QList<Hunk>{{0, 3, 0, 3}};
        QTest::newRow("not UTF-8")
            << QByteArray("a\n\xff\n") << QByteArray("a\n\xfe\n") << QList<Hunk>{{1, 1, 1, 1}};
        QTest::newRow("two places")
            << abc << QByteArray("A\nb\nC\n") << QList<Hunk>{{0, 1, 0, 1}, {2, 1, 2, 1}};
    }
    void cutsAFileIntoHunks()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QList<Hunk>, hunks);
        const TestRepository user;
        const QString from = user.commit({{"f", before}});
        const QString to = user.commit({{"f", after}});
        const auto diff = fileDiff(*Repository::open(user.path()), {from, to}, "f");
        QVERIFY(diff);
        QCOMPARE(diff->oldText, before);
        QCOMPARE(diff->newText, after);
        QCOMPARE(diff->hunks, hunks);
        QCOMPARE(applied(*diff), after);
    }

    void hunksRebuildTheNewTextOfALargeChange()
    {
        const TestRepository user;
        QByteArray after;
        for (int i = 0; i < 2'000; ++i) {
            if (i % 7 != 0) {
                after += "line " + QByteArray::number(i % 11 == 0 ? i * 3 : i) + '\n';
            }
            if (i % 13 == 0) {
                after += "more\n}\n";
            }
        }
        const QString from = user.commit({{"f", numberedLines(2'000)}});
        const QString to = user.commit({{"f", after}});
        const auto repository = Repository::open(user.path());
        const auto diff = fileDiff(*repository, {from, to}, "f");
        QVERIFY(diff);
        QVERIFY(diff->hunks.size() > 100);
        QCOMPARE(applied(*diff), after);
        for (qsizetype i = 1; i < diff->hunks.size(); ++i) {
            const Hunk& last = diff->hunks.at(i - 1);
            QVERIFY(diff->hunks.at(i).oldStart > last.oldStart + last.oldCount);
            QVERIFY(diff->hunks.at(i).newStart > last.newStart + last.newCount);
        }
        QCOMPARE(changedFiles(*repository, {from, to})->first(), diff->file);
    }

    void followsARenamedFile()
    {
        const TestRepository user;
        const QString from = user.commit({{"old.txt", numberedLines(30)}, {"[x]*.txt", "1\n"}});
        user.git({"mv", "old.txt", "new.txt"});
        const QString to = user.commit({{"new.txt", numberedLines(31)}, {"[x]*.txt", "2\n"}});
        const auto repository = Repository::open(user.path());
        const auto diff = fileDiff(*repository, {from, to}, "new.txt");
        QVERIFY(diff);
        QCOMPARE(diff->file.kind, ChangeKind::Renamed);
        QCOMPARE(diff->file.oldPath, "old.txt");
        QCOMPARE(diff->hunks, (QList<Hunk>{{30, 0, 30, 1}}));
        QCOMPARE(fileDiff(*repository, {from, to}, "[x]*.txt")->newText, "2\n");
        QCOMPARE(fileDiff(*repository, {from, to}, "other").error().code, errors::NOT_FOUND);
        QCOMPARE(fileDiff(*repository, {"beef", to}, "new.txt").error().code, errors::NOT_FOUND);
    }

    void showsWhatIsNoText()
    {
        const TestRepository user;
        const QString from = user.commit({{"bin", QByteArray("\0a", 2)}, {"f", "1\n"}});
        user.git({"update-index", "--add", "--cacheinfo", "160000," + from + ",vendored/lib"});
        user.write({{"bin", QByteArray("\0b", 2)}});
        QVERIFY(QFile::remove(user.path() + "/f"));
        QVERIFY(QFile::link("bin", user.path() + "/f"));
        user.git({"add", "bin", "f"});
        user.git({"commit", "--quiet", "-m", "Odd things"});
        const auto repository = Repository::open(user.path());
        const CommitRange range{from, user.head()};

        const auto binary = fileDiff(*repository, range, "bin");
        QVERIFY(binary && binary->file.binary);
        QVERIFY(binary->oldText.isEmpty() && binary->newText.isEmpty() && binary->hunks.isEmpty());
        const auto module = fileDiff(*repository, range, "vendored/lib");
        QVERIFY(module);
        QCOMPARE(module->newText, "Subproject commit " + from.toLatin1() + "\n");
        QCOMPARE(module->hunks, (QList<Hunk>{{0, 0, 0, 1}}));
        const auto link = fileDiff(*repository, range, "f");
        QVERIFY(link);
        QCOMPARE(link->newText, "bin");
        QCOMPARE(changedFiles(*repository, range)->size(), 3);
    }

    void attributesDoNotHideAChange_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("committed");
        QTest::newRow("in the user's checkout") << ".gitattributes" << false;
        QTest::newRow("in the change itself") << ".gitattributes" << true;
        QTest::newRow("of the user's clone") << ".git/info/attributes" << false;
    }
    void attributesDoNotHideAChange()
    {
        QFETCH(QString, file);
        QFETCH(bool, committed);
        const TestRepository user;
        const QByteArray attributes = "tests/** -diff\n*.cfg binary\n*.png diff\n";
        const QByteArray image("\x89PNG\0\0", 6);
        const QString from = user.commit({{"tests/a.ts", "1\n2\n"}, {"b.png", image + '1'}});
        TestRepository::Files files{
            {"tests/a.ts", "1\n"}, {"key.cfg", "\x01secret\n"}, {"b.png", image + '2'}};
        if (committed) {
            files.insert(file, attributes);
        }
        const QString to = user.commit(files);
        user.write({{file, attributes}});

        const auto repository = Repository::open(user.path());
        const auto changed = changedFiles(*repository, {from, to});
        QVERIFY(changed);
        QVERIFY(!find(*changed, "tests/a.ts")->binary && !find(*changed, "key.cfg")->binary);
        QCOMPARE(find(*changed, "tests/a.ts")->linesRemoved, 1);
        QVERIFY(find(*changed, "b.png")->binary);
        const auto test = fileDiff(*repository, {from, to}, "tests/a.ts");
        QCOMPARE(test->oldText, "1\n2\n");
        QCOMPARE(test->hunks, (QList<Hunk>{{1, 1, 1, 0}}));
        QCOMPARE(fileDiff(*repository, {from, to}, "key.cfg")->newText, "\x01secret\n");
        QVERIFY(fileDiff(*repository, {from, to}, "b.png")->newText.isEmpty());
    }

    void readsAWholeChangeAsItReadsEachFile()
    {
        const TestRepository user;
        TestRepository::Files before;
        for (int i = 0; i < 40; ++i) {
            before.insert(QString("old/%1.txt").arg(i),
                          QByteArray::number(i) + '\n' + numberedLines(30 + i));
        }
        before.insert("bin", QByteArray("\0a", 2));
        const QString from = user.commit(before);
        user.git({"mv", "old", "new"});
        user.git({"rm", "--quiet", "-f", "new/7.txt"});
        const QString to = user.commit({{"bin", QByteArray("\0b", 2)}, {"new/8.txt", "8\n"}});
        const auto repository = Repository::open(user.path());
        const auto whole = fileDiffs(*repository, {from, to});
        QVERIFY(whole);
        QCOMPARE(whole->size(), 42); // The one that is wholly new left an old one behind.
        const auto files = changedFiles(*repository, {from, to});
        for (qsizetype i = 0; i < whole->size(); ++i) {
            const FileDiff& one = whole->at(i);
            QCOMPARE(one.file, files->at(i));
            const auto alone = fileDiff(*repository, {from, to}, one.file.path);
            QVERIFY2(alone, qPrintable(one.file.path));
            QCOMPARE(alone->file, one.file);
            QCOMPARE(alone->oldText, one.oldText);
            QCOMPARE(alone->newText, one.newText);
            QCOMPARE(alone->hunks, one.hunks);
        }
        QCOMPARE(fileDiffs(*repository, {"beef", to}).error().code, errors::NOT_FOUND);
    }

    void namesThatAreNotUtf8AreReadToo()
    {
        const TestRepository user;
        const QString from = user.commit({{"f", "1\n"}});
        QFile file;
        const QByteArray name = QFile::encodeName(user.path()) + "/caf\xe9.txt";
        const int opened = ::open(name.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
        QVERIFY(opened >= 0 && file.open(opened, QIODevice::WriteOnly, QFile::AutoCloseHandle));
        QCOMPARE(file.write("secret\n"), 7);
        file.close();
        const QString to = user.commit({{"f", "2\n"}});
        const auto repository = Repository::open(user.path());
        const auto whole = fileDiffs(*repository, {from, to});
        QVERIFY(whole);
        QCOMPARE(whole->size(), 2);
        QCOMPARE(whole->first().file.path, QString("caf\uFFFD.txt"));
        QCOMPARE(whole->first().newText, "secret\n");
        const auto alone = fileDiff(*repository, {from, to}, whole->first().file.path);
        QVERIFY(alone);
        QCOMPARE(alone->newText, "secret\n");
    }

    void whatIsTooLargeIsNoText()
    {
        const TestRepository user;
        const QString from = user.commit({{"f", "1\n"}});
        const QString to = user.commit({{"f", QByteArray(64 * 1024 * 1024 + 1, 'x')}});
        const auto diff = fileDiff(*Repository::open(user.path()), {from, to}, "f");
        QVERIFY(diff && diff->file.binary && diff->newText.isEmpty());
    }

    void theDigestIsOfTheChangeAlone()
    {
        const TestRepository user;
        const QString base = user.commit({{"a.txt", "1\n"}, {"run.sh", "x\n"}});
        const QString one = user.commitOn("one", {{"a.txt", "2\n"}, {"b.txt", "n\n"}}, "One");
        const QString same = user.commitOn("two", {{"a.txt", "2\n"}, {"b.txt", "n\n"}}, "Two");
        const QString content = user.commitOn("three", {{"a.txt", "2\n"}, {"b.txt", "m\n"}});
        const QString name = user.commitOn("four", {{"a.txt", "2\n"}, {"c.txt", "n\n"}});
        const auto repository = Repository::open(user.path());
        const auto digest = [&](const QString& commit) {
            return diffDigest(*repository, {base, commit}).value();
        };
        QVERIFY(one != same);
        QCOMPARE(digest(one), digest(same));
        QVERIFY(QRegularExpression("^[0-9a-f]{64}$").match(digest(one)).hasMatch());
        QVERIFY(digest(one) != digest(content));
        QVERIFY(digest(one) != digest(name));
        QVERIFY(digest(one) != digest(base));
        user.git({"update-index", "--chmod=+x", "run.sh"});
        user.git({"commit", "--quiet", "-m", "Mode"});
        QVERIFY(digest(user.head()) != digest(base));
    }
};

QTEST_GUILESS_MAIN(TestOfChanges)
#include "tst_changes.moc"
