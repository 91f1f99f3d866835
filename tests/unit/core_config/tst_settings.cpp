// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace tamma;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

private slots:
    void returnsWhatWasSaved_data()
    {
        QTest::addColumn<QString>("userName");
        QTest::newRow("plain") << "Ada";
        QTest::newRow("empty") << "";
        QTest::newRow("quotes and colons") << "\"Ada\": it's # me \\";
        QTest::newRow("line break and tab") << "Ada\n\tLovelace";
        QTest::newRow("other scripts") << QString::fromUtf8("Ада 🦉");
        QTest::newRow("looks like a flag") << "yes";
    }

    void returnsWhatWasSaved()
    {
        QFETCH(QString, userName);
        const QTemporaryDir folder;
        const QString file = folder.filePath("new/config.yaml");
        const config::Settings settings{"playback", 7, config::Mode::Business, userName};
        QVERIFY(config::saveSettings(file, settings));
        const auto loaded = config::loadSettings(file);
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().detail));
        QVERIFY(*loaded == settings);
    }

    void hasDefaultsWithoutAFile()
    {
        const auto loaded = config::loadSettings("/no/such/config.yaml");
        QVERIFY(loaded);
        QVERIFY(*loaded == config::Settings());
        QCOMPARE(loaded->concurrentLoops, 4);
        QCOMPARE(loaded->provider, "claude_code");
    }

    void keepsTheCommentsOfTheUser()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath("config.yaml");
        writeFile(file, "# my settings\nmode: dev # for now\n\nconcurrentLoops: 2\n");
        QVERIFY(config::saveSettings(file, {"playback", 3, config::Mode::Business, "Ada"}));
        QCOMPARE(contentOf(file),
                 "# my settings\nmode: business # for now\n\nconcurrentLoops: 3\n"
                 "provider: playback\nuserName: \"Ada\"\n");
    }

    void keepsADatabase()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath("config.yaml");
        config::Settings settings;
        settings.database = "postgresql://ann@db:5433/tamma?sslmode=verify-full";
        QVERIFY(config::saveSettings(file, settings));
        QVERIFY(config::loadSettings(file).value_or(config::Settings()) == settings);
        QVERIFY(config::saveSettings(file, {})); // Back to a file.
        QVERIFY(config::loadSettings(file).value_or(settings) == config::Settings());
    }

    void replacesWhatCannotBeEdited_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::newRow("broken") << QByteArray("mode: {");
        QTest::newRow("value over several lines") << QByteArray("userName: >\n  Ada\n  Lovelace\n");
        QTest::newRow("unknown key") << QByteArray("colour: red\n");
    }

    void replacesWhatCannotBeEdited()
    {
        QFETCH(QByteArray, old);
        const QTemporaryDir folder;
        const QString file = folder.filePath("config.yaml");
        writeFile(file, old);
        const config::Settings settings{"playback", 3, config::Mode::Dev, "Grace"};
        QVERIFY(config::saveSettings(file, settings));
        QVERIFY(config::loadSettings(file).value_or(config::Settings()) == settings);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QTest::newRow("mode") << QByteArray("mode: boss")
                              << "c:1:7: \"mode\" must be \"dev\" or \"business\"";
        QTest::newRow("a database that is none")
            << QByteArray("database: mysql://db/tamma") << "postgresql://";
        QTest::newRow("too many loops") << QByteArray("concurrentLoops: 100") << "from 1 to 32";
        QTest::newRow("provider") << QByteArray("provider: Claude Code")
                                  << "c:1:11: \"provider\" must be an id";
        QTest::newRow("typo") << QByteArray("userNmae: a") << "write \"userName\"";
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const auto settings = config::parseSettings(text, "c");
        QVERIFY(!settings);
        QVERIFY2(settings.error().detail.contains(problem), qPrintable(settings.error().detail));
    }

    void leavesTheOldFileWhenItCannotWrite()
    {
        // A full device; unlike rights it stops root as well.
        const auto saved = config::saveSettings("/dev/full/config.yaml", {});
        QVERIFY(!saved);
        QVERIFY(saved.error().code == errors::FILE_WRITE_FAILED);
        if (::geteuid() == 0) {
            QSKIP("Root may write everywhere");
        }
        const QTemporaryDir folder;
        const QString file = folder.filePath("config.yaml");
        writeFile(file, "mode: dev\n");
        QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner));
        QVERIFY(!config::saveSettings(file, {"playback", 1, config::Mode::Business, ""}));
        QCOMPARE(contentOf(file), "mode: dev\n");
        QVERIFY(QFile::setPermissions(folder.path(),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
