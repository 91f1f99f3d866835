// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/base/log.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> lines(const QString& path)
{
    QFile file(path);
    QList<QJsonObject> result;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
            result.append(json::parseObject(line).value_or(QJsonObject{{u"unreadable"_s, true}}));
        }
    }
    return result;
}

} // namespace

class TestLog final : public QObject {
    Q_OBJECT

private slots:
    void writesLinesInPinosShape();
    void takesQtsOwnMessages();
    void neverMixesLinesOfThreads();
    void staysUsableWhenTheFileCannotBeOpened();

private:
    QTemporaryDir m_folder;
};

void TestLog::writesLinesInPinosShape()
{
    const QString file = m_folder.filePath(u"new/folder/one.log"_s);
    QVERIFY(log::openFile(file, u"test"_s));
    log::info(u"started"_s, {{u"loopId"_s, u"L"_s}});
    const auto written = lines(file);
    QCOMPARE(written.size(), 1);
    QCOMPARE(written[0][u"level"].toInt(), 30);
    QCOMPARE(written[0][u"service"].toString(), u"test"_s);
    QCOMPARE(written[0][u"msg"].toString(), u"started"_s);
    QCOMPARE(written[0][u"loopId"].toString(), u"L"_s);
    QVERIFY(written[0][u"time"].toInteger() > 1'700'000'000'000);
}

void TestLog::takesQtsOwnMessages()
{
    const QString file = m_folder.filePath(u"two.log"_s);
    QVERIFY(log::openFile(file, u"test"_s)); // While another one is open.
    qWarning("from Qt");
    qInfo("and this");
    const auto written = lines(file);
    QCOMPARE(written.size(), 2);
    QCOMPARE(written[0][u"level"].toInt(), 40);
    QCOMPARE(written[0][u"msg"].toString(), u"from Qt"_s);
    QCOMPARE(written[1][u"level"].toInt(), 30);
}

void TestLog::neverMixesLinesOfThreads()
{
    const QString file = m_folder.filePath(u"three.log"_s);
    QVERIFY(log::openFile(file, u"test"_s));
    {
        std::vector<std::jthread> threads;
        for (int n = 0; n < 4; ++n) {
            threads.emplace_back([] {
                for (int i = 0; i < 200; ++i) {
                    log::info(QString(300, u'x'));
                }
            });
        }
    }
    const auto written = lines(file);
    QCOMPARE(written.size(), 800);
    for (const QJsonObject& line : written) {
        QCOMPARE(line[u"msg"].toString().size(), 300);
    }
}

void TestLog::staysUsableWhenTheFileCannotBeOpened()
{
    QVERIFY(!log::openFile(m_folder.path(), u"test"_s)); // A folder is no file.
    log::info(u"goes nowhere, and harms nobody"_s);
}

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
