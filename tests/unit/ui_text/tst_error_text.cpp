// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include <QRegularExpression>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestErrorText : public QObject {
    Q_OBJECT

private slots:
    void everyCodeHasWords_data();
    void everyCodeHasWords();
    void unknownCodeIsNamed();
    void detailsHoldCodeCauseAndContext();
};

void TestErrorText::everyCodeHasWords_data()
{
    QTest::addColumn<QByteArray>("code");
    QFile header(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/core/base/error_code.h"_s);
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    static const QRegularExpression code(u"constexpr ErrorCode \\w+\\(\"(\\w+)\"\\)"_s);
    int count = 0;
    for (const QRegularExpressionMatch& match : code.globalMatch(text)) {
        QTest::newRow(match.captured(1).toLatin1().constData()) << match.captured(1).toLatin1();
        ++count;
    }
    QVERIFY2(count > 40, "the list of codes was not understood");
}

void TestErrorText::everyCodeHasWords()
{
    QFETCH(QByteArray, code);
    const ErrorText text = errorText(Error{ErrorCode(code.constData())});
    QVERIFY2(!text.what.contains(QString::fromLatin1(code)), "this code has no words");
    for (const QString& sentence : {text.what, text.why, text.mend}) {
        QVERIFY(sentence.size() > 10);
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
        QVERIFY2(sentence.front().isUpper(), qPrintable(sentence));
    }
}

void TestErrorText::unknownCodeIsNamed()
{
    const ErrorText text = errorText(Error{ErrorCode("PLUGIN_EXPLODED")});
    QVERIFY(text.what.contains(u"PLUGIN_EXPLODED"_s));
}

void TestErrorText::detailsHoldCodeCauseAndContext()
{
    const Error error{errors::DISK_FULL, u"write: no space left"_s, {{u"path"_s, u"/data"_s}}};
    const QString details = errorDetails(error);
    QVERIFY(details.startsWith(u"DISK_FULL"_s));
    QVERIFY(details.contains(u"no space left"_s));
    QVERIFY(details.contains(u"/data"_s));
    QVERIFY(!errorSentence(error).contains(u"no space left"_s)); // That is for the log.
}

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
