// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/layers.h"
#include "tests/architecture/shape.h"
#include "tests/architecture/words.h"

#include <QFile>
#include <QTest>

using namespace tamma::architecture;
using namespace Qt::StringLiterals;

namespace {

QString fileText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Fails the test with every violation; one line a violation, because Qt Test cuts long ones.
void holds(const QStringList& violations)
{
    for (const QString& each : violations) {
        qWarning().noquote() << each;
    }
    QVERIFY2(violations.isEmpty(), qPrintable(u"%1 violations (above)"_s.arg(violations.size())));
}

} // namespace

/// Every rule of the house over every source in it.
class TestHouse final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void includesFollowTheArrows();
    void uiSeesOnlyTheDoorsOfTheCore();
    void thirdPartiesStayInTheirRooms();
    void tablesOfTheRoomsAreTheGraph();
    void filesAndFunctionsAreShort();
    void interfacesAreNarrow();
    void classesSayWhatTheyAre();
    void sourcesStartWithTheLicence();
    void headersStandFirstInTheirOwnSource();
    void wordsAreTheHouses();

private:
    template <typename Rule> [[nodiscard]] QStringList broken(Rule rule) const;

    QString m_root;
    QList<SourceFile> m_sources;
    LayerGraph m_graph;
};

void TestHouse::initTestCase()
{
    m_root = qEnvironmentVariable("TAMMA_SOURCE_DIR");
    m_sources = readSources(m_root, {u"core"_s, u"ui"_s, u"app"_s, u"tests"_s});
    QVERIFY(m_sources.size() > 100);
    m_graph = LayerGraph::fromText(
        fileText(qEnvironmentVariable("TAMMA_BINARY_DIR") + u"/layers.txt"_s));
    QVERIFY(m_graph.libraries().size() > 10);
}

template <typename Rule> QStringList TestHouse::broken(Rule rule) const
{
    QStringList found;
    for (const SourceFile& file : m_sources) {
        found += rule(file);
    }
    return found;
}

void TestHouse::includesFollowTheArrows()
{
    holds(broken([this](const SourceFile& file) { return wrongArrows(file, m_graph); }));
}

void TestHouse::uiSeesOnlyTheDoorsOfTheCore()
{
    holds(broken(coreBehindTheDoors));
}

void TestHouse::thirdPartiesStayInTheirRooms()
{
    holds(broken(escapedThirdParties));
}

void TestHouse::tablesOfTheRoomsAreTheGraph()
{
    QString tables;
    for (const QString& floor : {u"core"_s, u"ui"_s, u"app"_s}) {
        tables += fileText(m_root + u'/' + floor + u"/README.md"_s);
    }
    holds(wrongRows(tables, m_graph));
}

void TestHouse::filesAndFunctionsAreShort()
{
    holds(broken(tooLong));
}

void TestHouse::interfacesAreNarrow()
{
    holds(broken(tooWide));
}

void TestHouse::classesSayWhatTheyAre()
{
    holds(broken(withoutProse));
}

void TestHouse::sourcesStartWithTheLicence()
{
    holds(broken(wrongStart));
}

void TestHouse::headersStandFirstInTheirOwnSource()
{
    holds(broken(notFirst));
}

void TestHouse::wordsAreTheHouses()
{
    holds(broken(bannedWords));
}

QTEST_APPLESS_MAIN(TestHouse)
#include "tst_house.moc"
