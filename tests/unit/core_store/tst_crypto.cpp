// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/crypto.h"

#include <QTest>

using namespace tamma::store;

class TestCrypto final : public QObject {
    Q_OBJECT

private slots:
    void opensWhatItSealed_data();
    void opensWhatItSealed();
    void opensNothingThatWasChanged();
    void opensNothingElsewhereOrWithAnotherKey();
    void sealsTheSameTextDifferently();
    void signsAsTheStandardSays();
    void refusesWhatWasNotSigned();
};

void TestCrypto::opensWhatItSealed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("a word") << QByteArray("word");
    QTest::newRow("with a NUL") << QByteArray("a\0b", 3);
    QTest::newRow("long") << QByteArray(1'000'000, 'x');
}

void TestCrypto::opensWhatItSealed()
{
    QFETCH(QByteArray, text);
    const QByteArray key = crypto::randomBytes(crypto::KEY_SIZE);
    const QByteArray sealed = crypto::seal(key, "context", text);
    QVERIFY(text.size() < 4 || !sealed.contains(text));
    QCOMPARE(crypto::open(key, "context", sealed), std::optional(text));
}

void TestCrypto::opensNothingThatWasChanged()
{
    const QByteArray key = crypto::randomBytes(crypto::KEY_SIZE);
    const QByteArray sealed = crypto::seal(key, "context", "text");
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY(!crypto::open(key, "context", changed));
        QVERIFY(!crypto::open(key, "context", sealed.first(i)));
    }
}

void TestCrypto::opensNothingElsewhereOrWithAnotherKey()
{
    const QByteArray key = crypto::randomBytes(crypto::KEY_SIZE);
    const QByteArray sealed = crypto::seal(key, "here", "text");
    QVERIFY(!crypto::open(key, "there", sealed));
    QVERIFY(!crypto::open(crypto::randomBytes(crypto::KEY_SIZE), "here", sealed));
    QVERIFY(!crypto::open("short", "here", sealed));
}

void TestCrypto::sealsTheSameTextDifferently()
{
    const QByteArray key = crypto::randomBytes(crypto::KEY_SIZE);
    QCOMPARE_NE(crypto::seal(key, "c", "text"), crypto::seal(key, "c", "text"));
}

// RFC 8032, section 7.1, TEST 2.
void TestCrypto::signsAsTheStandardSays()
{
    const auto key
        = QByteArray::fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const auto publicKey
        = QByteArray::fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const auto signature
        = QByteArray::fromHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    QCOMPARE(crypto::publicKeyOf(key), publicKey);
    QCOMPARE(crypto::sign(key, "\x72"), signature);
    QVERIFY(crypto::isSignedBy(publicKey, "\x72", signature));
}

void TestCrypto::refusesWhatWasNotSigned()
{
    const QByteArray key = crypto::randomBytes(crypto::KEY_SIZE);
    const QByteArray publicKey = crypto::publicKeyOf(key);
    const QByteArray signature = crypto::sign(key, "message");
    QVERIFY(crypto::isSignedBy(publicKey, "message", signature));
    QVERIFY(!crypto::isSignedBy(publicKey, "another", signature));
    QVERIFY(!crypto::isSignedBy(publicKey, "message", signature.first(63)));
    QVERIFY(!crypto::isSignedBy(publicKey, "message", {}));
    const auto other = crypto::publicKeyOf(crypto::randomBytes(crypto::KEY_SIZE));
    QVERIFY(!crypto::isSignedBy(other, "message", signature));
    QVERIFY(!crypto::isSignedBy("short", "message", signature));
    QVERIFY(crypto::sign("short", "message").isEmpty());
    QVERIFY(crypto::publicKeyOf("short").isEmpty());
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_crypto.moc"
