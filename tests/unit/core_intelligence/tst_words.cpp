// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/words.h"

#include <QTest>

using namespace tamma::intelligence;

class WordsTest : public QObject {
    Q_OBJECT

private slots:
    void takesIdentifiersApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("camel case")
            << QByteArray("textReport") << QByteArray("text report textreport");
        QTest::newRow("capitals in a row")
            << QByteArray("parseHTTPUrl") << QByteArray("parse http url parsehttpurl");
        QTest::newRow("snake case")
            << QByteArray("late_interest") << QByteArray("late interest lateinterest");
        QTest::newRow("constant") << QByteArray("MAX_RETRIES") << QByteArray("max retry maxretry");
        QTest::newRow("digits") << QByteArray("utf8 sha256") << QByteArray("utf8 sha256");
        QTest::newRow("plurals") << QByteArray("invoices queries classes status")
                                 << QByteArray("invoice query classe status");
        QTest::newRow("punctuation")
            << QByteArray("Invoice::due(), -7;") << QByteArray("invoice due");
        QTest::newRow("other letters")
            << QByteArray("Zahlungsüberweisung") << QByteArray("zahlungsüberweisung");
        QTest::newRow("nothing") << QByteArray(" \n\t_ a") << QByteArray("");
        QTest::newRow("leading underscore") << QByteArray("_due __x") << QByteArray("due");
    }

    void takesIdentifiersApart()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, words);
        QByteArrayList found;
        forEachWord(text, [&](std::string_view word) {
            found.append(QByteArray(word.data(), qsizetype(word.size())));
        });
        QCOMPARE(found.join(' '), words);
    }

    void searchesEachTellingWordOnce()
    {
        QCOMPARE(searchWords("The VAT should be rounded; please round VAT in percentOf() for 2026.")
                     .join(' '),
                 "vat rounded round percent percentof");
    }
};

QTEST_GUILESS_MAIN(WordsTest)
#include "tst_words.moc"
