// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Somebody has to be forgotten, and somebody has to prove that the record is still the same.
class TestErasure final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void erasesWhatAPersonWrote();
    void erasesNothingWithoutYes();
    void erasesInThePastToo();
    void waitsUntilTammaIsEnded();
    void exportsWithoutKeysUnlessAsked();
    void backsUpTheKeys();
    void signsAndVerifiesACheckpoint();
    void namesACheckpointThatDoesNotHold();

private:
    [[nodiscard]] Ended tamma(const QStringList& arguments) const
    {
        return m_home->run(arguments, m_project->path());
    }
    [[nodiscard]] QString inHome(const QString& name) const { return m_home->path() + u'/' + name; }
    void become(const QString& user) const;
    [[nodiscard]] QStringList titles(const QStringList& more = {}) const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void TestErasure::become(const QString& user) const
{
    QVERIFY(QDir().mkpath(inHome(u"config"_s)));
    QFile settings(inHome(u"config/config.yaml"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("userName: " + user.toUtf8() + '\n');
}

QStringList TestErasure::titles(const QStringList& more) const
{
    QStringList found;
    for (const QJsonObject& row :
         tamma(QStringList{u"issues"_s, u"list"_s, u"--json"_s} + more).rows()) {
        found.append(row[u"title"].toString());
    }
    found.sort();
    return found;
}

void TestErasure::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    become(u"Mia Muster"_s);
    QCOMPARE(tamma({u"issues"_s, u"add"_s, u"Of Mia"_s, u"--body"_s, u"My secret wish"_s}).exitCode,
             0);
    become(u"Ann"_s);
    QCOMPARE(tamma({u"issues"_s, u"add"_s, u"Of Ann"_s}).exitCode, 0);
    QCOMPARE(tamma({u"issues"_s, u"comment"_s, u"1"_s, u"I see, Mia"_s}).exitCode, 0);
}

void TestErasure::erasesWhatAPersonWrote()
{
    QCOMPARE(titles(), (QStringList{u"Of Ann"_s, u"Of Mia"_s}));
    const Ended erased
        = tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s, u"--json"_s});
    QVERIFY2(erased.exitCode == 0, erased.story());
    QCOMPARE(erased.rows().first()[u"types"][u"ISSUE.CREATED.SUCCESS"], 1);
    QCOMPARE(titles(), (QStringList{u"Of Ann"_s, u"[erased]"_s}));
    const Ended events = tamma({u"events"_s, u"query"_s, u"--json"_s});
    QVERIFY(!events.out.contains("Muster") && !events.out.contains("secret wish"));
    QVERIFY(events.out.contains("I see, Mia")); // Ann's words are Ann's.
    QCOMPARE(m_home->count(u"PERSON.ERASED"_s), 1);
    QCOMPARE(tamma({u"events"_s, u"verify"_s}).exitCode, 0);
    for (const QString& file : QDir(inHome(u"data"_s)).entryList(QDir::Files)) {
        QVERIFY2(!contents(inHome(u"data/"_s) + file).contains("secret wish"), qPrintable(file));
    }
    QCOMPARE(tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s}).exitCode, 1);
}

void TestErasure::erasesNothingWithoutYes()
{
    const Ended told = tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s});
    QVERIFY2(told.exitCode == 0, told.story());
    QVERIFY2(told.out.contains("Nothing was erased") && told.out.contains("ISSUE.CREATED"),
             told.out);
    QCOMPARE(titles(), (QStringList{u"Of Ann"_s, u"Of Mia"_s}));
    const Ended nobody = tamma({u"record"_s, u"erase-person"_s, u"Bob"_s});
    QCOMPARE(nobody.exitCode, 1);
}

void TestErasure::erasesInThePastToo()
{
    QCOMPARE(titles({u"--as-of"_s, u"1"_s}), QStringList{u"Of Mia"_s});
    QCOMPARE(tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s}).exitCode, 0);
    QCOMPARE(titles({u"--as-of"_s, u"1"_s}), QStringList{u"[erased]"_s});
}

void TestErasure::waitsUntilTammaIsEnded()
{
    const QByteArray lock = QFile::encodeName(inHome(u"data/engine.lock"_s));
    const int descriptor = ::open(lock.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    QCOMPARE(::flock(descriptor, LOCK_EX | LOCK_NB), 0);
    const Ended refused = tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("end it first"), refused.err);
    QCOMPARE(titles(), (QStringList{u"Of Ann"_s, u"Of Mia"_s}));
    ::close(descriptor);
    QCOMPARE(tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s}).exitCode, 0);
}

void TestErasure::exportsWithoutKeysUnlessAsked()
{
    const QString lines = inHome(u"all.jsonl"_s);
    const QString keys = inHome(u"people.json"_s);
    QCOMPARE(tamma({u"events"_s, u"export"_s, lines, u"--keys"_s, keys}).exitCode, 0);
    QVERIFY(!contents(lines).contains("Muster") && contents(keys).contains("Muster"));
    QCOMPARE(QFile::permissions(keys) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    const auto importWith = [&](const QStringList& more) {
        const TammaHome other;
        const Ended imported = other.run(QStringList{u"events"_s, u"import"_s, lines} + more);
        return imported.exitCode == 0 ? other.run({u"events"_s, u"query"_s, u"--json"_s}).out
                                      : imported.err;
    };
    QVERIFY(importWith({u"--keys"_s, keys}).contains("secret wish"));
    const QByteArray without = importWith({});
    QVERIFY2(without.contains("[erased]") && !without.contains("secret wish"), without);
}

void TestErasure::backsUpTheKeys()
{
    const TammaHome other;
    QVERIFY(QDir().mkpath(other.path() + u"/data"_s));
    QCOMPARE(tamma({u"events"_s, u"backup"_s, other.recordFile()}).exitCode, 0);
    QVERIFY(other.run({u"events"_s, u"query"_s, u"--json"_s}).out.contains("secret wish"));
}

void TestErasure::signsAndVerifiesACheckpoint()
{
    const QString file = inHome(u"checkpoint.json"_s);
    const Ended signedNow = tamma({u"events"_s, u"checkpoint"_s, file, u"--json"_s});
    QVERIFY2(signedNow.exitCode == 0, signedNow.story());
    const QString key = signedNow.rows().first()[u"publicKey"].toString();
    QCOMPARE(tamma({u"issues"_s, u"comment"_s, u"1"_s, u"Later"_s}).exitCode, 0);
    QCOMPARE(tamma({u"record"_s, u"erase-person"_s, u"Mia Muster"_s, u"--yes"_s}).exitCode, 0);
    const QStringList verify{u"events"_s, u"verify"_s, u"--checkpoint"_s, file};
    const Ended held = tamma(verify); // An erasure changes no history.
    QVERIFY2(held.exitCode == 0, held.out + held.err);
    QCOMPARE(tamma(verify + QStringList{u"--key"_s, key}).exitCode, 0);
    const Ended second = tamma({u"events"_s, u"checkpoint"_s, u"--json"_s});
    QCOMPARE(second.rows().first()[u"publicKey"].toString(), key);
    // Somebody else has to be told the key.
    const TammaHome other;
    QCOMPARE(tamma({u"events"_s, u"backup"_s, other.path() + u"/copy.sqlite"_s}).exitCode, 0);
    QCOMPARE(other.run(verify).exitCode, 1);
}

void TestErasure::namesACheckpointThatDoesNotHold()
{
    const QString file = inHome(u"checkpoint.json"_s);
    QCOMPARE(tamma({u"events"_s, u"checkpoint"_s, file}).exitCode, 0);
    const QStringList verify{u"events"_s, u"verify"_s, u"--checkpoint"_s, file};
    const Ended other = tamma(verify + QStringList{u"--key"_s, QString(43, u'A')});
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.out.contains("another key"), other.out);
    QByteArray changed = contents(file);
    changed.replace("\"position\":3", "\"position\":2");
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(changed);
    out.close();
    const Ended forged = tamma(verify);
    QCOMPARE(forged.exitCode, 1);
    QVERIFY2(forged.out.contains("changed after it was signed"), forged.out);
}

QTEST_GUILESS_MAIN(TestErasure)
#include "tst_erasure.moc"
