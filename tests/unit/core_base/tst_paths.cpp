// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paths.h"

#include <QDir>
#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

class TestPaths final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void standUnderTammaHome_data();
    void standUnderTammaHome();
    void followTheXdgVariables();
    void haveTheXdgDefaults();
    void ignoreRelativeXdgFolders();
};

void TestPaths::init()
{
    for (const char* variable :
         {"TAMMA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"}) {
        qunsetenv(variable);
    }
}

void TestPaths::standUnderTammaHome_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("root");
    QTest::newRow("absolute") << u"/tmp/t"_s << u"/tmp/t"_s;
    QTest::newRow("with a slash at the end") << u"/tmp/t/"_s << u"/tmp/t"_s;
    QTest::newRow("with dots") << u"/tmp/x/../t"_s << u"/tmp/t"_s;
    QTest::newRow("relative to where Tamma was started")
        << u"state"_s << QDir::currentPath() + u"/state"_s;
}

void TestPaths::standUnderTammaHome()
{
    QFETCH(QString, variable);
    QFETCH(QString, root);
    qputenv("TAMMA_HOME", variable.toUtf8());
    qputenv("XDG_DATA_HOME", "/elsewhere");
    const Paths paths = Paths::fromEnvironment();
    QCOMPARE(paths.config, root + u"/config"_s);
    QCOMPARE(paths.data, root + u"/data"_s);
    QCOMPARE(paths.cache, root + u"/cache"_s);
    QCOMPARE(paths.state, root + u"/state"_s);
    QCOMPARE(paths.recordFile(), root + u"/data/record.sqlite"_s);
}

void TestPaths::followTheXdgVariables()
{
    qputenv("XDG_CONFIG_HOME", "/a");
    qputenv("XDG_DATA_HOME", "/b/");
    qputenv("XDG_CACHE_HOME", "/c");
    qputenv("XDG_STATE_HOME", "/d");
    const Paths paths = Paths::fromEnvironment();
    QCOMPARE(paths.config, u"/a/tamma"_s);
    QCOMPARE(paths.data, u"/b/tamma"_s);
    QCOMPARE(paths.cache, u"/c/tamma"_s);
    QCOMPARE(paths.state, u"/d/tamma"_s);
}

void TestPaths::haveTheXdgDefaults()
{
    const Paths paths = Paths::fromEnvironment();
    QCOMPARE(paths.config, QDir::homePath() + u"/.config/tamma"_s);
    QCOMPARE(paths.data, QDir::homePath() + u"/.local/share/tamma"_s);
    QCOMPARE(paths.cache, QDir::homePath() + u"/.cache/tamma"_s);
    QCOMPARE(paths.state, QDir::homePath() + u"/.local/state/tamma"_s);
}

void TestPaths::ignoreRelativeXdgFolders()
{
    qputenv("XDG_DATA_HOME", "relative");
    QCOMPARE(Paths::fromEnvironment().data, QDir::homePath() + u"/.local/share/tamma"_s);
}

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
