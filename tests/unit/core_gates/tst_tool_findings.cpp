// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/tool_findings.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

const QString SAMPLES = qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/findings"_s;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList samples()
{
    QStringList names = QDir(SAMPLES).entryList(QDir::Files);
    names.removeIf([](const QString& name) {
        return name.endsWith(u".expected"_s) || name.endsWith(u".md"_s);
    });
    return names;
}

QString written(const QList<events::Finding>& findings)
{
    QString text;
    for (const events::Finding& finding : findings) {
        text += u"%1 %2:%3 [%4] %5: %6\n"_s.arg(finding.severity, finding.file)
                    .arg(finding.line)
                    .arg(finding.rule, finding.source, finding.message);
    }
    return text;
}

} // namespace

class TestToolFindings : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(samples().size() > 15);
        for (const char* name :
             {"src/tax.cpp", "src/tax.h", "tests/tst_tax.cpp", "tests/test_tax.py",
              "tests/test_import.py", "a.ts", "b.js", "tax.test.mjs", "src/lib.rs", "src/my app.py",
              "tax/tax_test.go", "cmd/main.go", "main.cpp", "tests/tax.t", "CMakeLists.txt",
              "src/test/java/shop/TaxTest.java"}) {
            const QString path = m_checkout.filePath(QLatin1StringView(name));
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
    }

    void findsWhatIsExpected_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : samples()) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }

    void findsWhatIsExpected()
    {
        QFETCH(QString, name);
        const QString found = written(read(name));
        const QString golden = SAMPLES + u'/' + name + u".expected"_s;
        if (qEnvironmentVariable("TAMMA_WRITE_GOLDENS") == u"1"_s && !QFile::exists(golden)) {
            QFile file(golden);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(found.toUtf8());
        }
        QVERIFY2(QFile::exists(golden), "write it by hand or with TAMMA_WRITE_GOLDENS=1");
        QCOMPARE(found, QString::fromUtf8(contentOf(golden)));
    }

    void everyFileThatIsNamedCanBeOpened_data() { findsWhatIsExpected_data(); }
    void everyFileThatIsNamedCanBeOpened()
    {
        QFETCH(QString, name);
        for (const events::Finding& finding : read(name)) {
            QVERIFY2(finding.file.isEmpty() || QFile::exists(m_checkout.filePath(finding.file)),
                     qPrintable(finding.file));
            QVERIFY(finding.file.isEmpty() ? finding.line == 0 : finding.line >= 0);
        }
    }

    void survivesTextThatIsCutOffAnywhere_data() { findsWhatIsExpected_data(); }
    void survivesTextThatIsCutOffAnywhere()
    {
        QFETCH(QString, name);
        const QString text = QString::fromUtf8(contentOf(SAMPLES + u'/' + name));
        for (qsizetype length = 0; length < text.size(); length += 1 + text.size() / 200) {
            QVERIFY(gates::findingsIn({text.first(length), {}}).size() <= 100);
            QVERIFY(gates::findingsIn({text.sliced(length), {}}).size() <= 100);
        }
    }

    void survivesTextThatIsDamaged_data() { findsWhatIsExpected_data(); }
    void survivesTextThatIsDamaged()
    {
        QFETCH(QString, name);
        const QString text = QString::fromUtf8(contentOf(SAMPLES + u'/' + name));
        QRandomGenerator random(11);
        for (int turn = 0; turn < 100; ++turn) {
            QString damaged = text;
            for (int i = 0; i < 20; ++i) {
                const qsizetype at = random.bounded(damaged.size());
                switch (random.bounded(3)) {
                case 0:
                    damaged[at] = QChar(random.bounded(0x10000));
                    break;
                case 1:
                    damaged.remove(at, random.bounded(40));
                    break;
                default:
                    damaged.insert(at, text.mid(random.bounded(text.size()), 30));
                }
            }
            for (const events::Finding& finding : gates::findingsIn({damaged, {}})) {
                QVERIFY(finding.line >= 0 && finding.message.size() <= 500);
            }
        }
    }

    void saysNothingAboutOtherText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("prose") << u"There was an error: nobody knows. Line 5:3 of the poem.\n"_s;
        QTest::newRow("times") << u"12:30:05 info started\n12:30:06: error handling is on\n"_s;
        QTest::newRow("passed tests")
            << u"1/1 Test #1: tst_a .......   Passed    0.01 sec\n100% tests passed\n"_s;
        QTest::newRow("TAP that passes")
            << u"TAP version 13\nok 1 - a\nok 2 - not ok is a word\n"_s;
        QTest::newRow("one endless line") << QString(2'000'000, u':') + u": error: x"_s;
        QTest::newRow("deep JSON") << u"{\"runs\":\"results\":"_s + QString(100'000, u'[');
        QTest::newRow("XML bomb")
            << u"<!DOCTYPE a [<!ENTITY b \"bbbb\">]><testsuite><testcase name=\"&b;\"/>"_s;
    }
    void saysNothingAboutOtherText()
    {
        QFETCH(QString, text);
        QCOMPARE(written(gates::findingsIn({text, {}})), "");
    }

    void showsTheGravestOfVeryMany()
    {
        QString text;
        for (int i = 1; i <= 5000; ++i) {
            text += u"a.c:%1:1: warning: w%1 [-Wx]\n"_s.arg(i);
        }
        const auto findings = gates::findingsIn({text + u"z.c:9:1: error: broken\n"_s, {}});
        QCOMPARE(findings.size(), 100);
        QCOMPARE(findings[0].message, "broken");
    }

    void findsFilesThatAToolNamesFromItsFolder()
    {
        const auto place = [this](const QString& path) {
            const QString text = path + u":4:1: error: broken\n"_s;
            const auto findings = gates::findingsIn({text, m_checkout.path()});
            return findings.value(0).file + u'|' + findings.value(0).message;
        };
        QCOMPARE(place(u"src/tax.cpp"_s), "src/tax.cpp|broken");
        QCOMPARE(place(u"./src/tax.cpp"_s), "src/tax.cpp|broken");
        QCOMPARE(place(u"../src/tax.cpp"_s), "src/tax.cpp|broken");
        QCOMPARE(place(m_checkout.filePath(u"src/tax.cpp"_s)), "src/tax.cpp|broken");
        QCOMPARE(place(u"/usr/include/tax.cpp"_s), "|/usr/include/tax.cpp:4: broken");
        QCOMPARE(place(u"../../../etc/passwd"_s), "|../../../etc/passwd:4: broken");
        QCOMPARE(place(u"gone.cpp"_s), "|gone.cpp:4: broken");
    }

private:
    [[nodiscard]] QList<events::Finding> read(const QString& name) const
    {
        const QString text = QString::fromUtf8(contentOf(SAMPLES + u'/' + name));
        return gates::findingsIn(
            {QString(text).replace(u"/work/project"_s, m_checkout.path()), m_checkout.path()});
    }

    QTemporaryDir m_checkout;
};

QTEST_GUILESS_MAIN(TestToolFindings)
#include "tst_tool_findings.moc"
