// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/environment_secret_store.h"
#include "core/secrets/file_secret_store.h"
#include "core/secrets/keychain_secret_store.h"
#include "core/secrets/secret_chain.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <future>

#include <sys/stat.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::secrets;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto ON_A_PRIVATE_BUS = "TAMMA_TEST_ON_A_PRIVATE_BUS";

// A bus that starts nothing by itself: a keychain is there when a test has started one.
constexpr auto BUS = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                     "<policy context='default'><allow send_destination='*'/>"
                     "<allow eavesdrop='true'/><allow own='*'/></policy></busconfig>";

/// GNOME's keychain on the bus of this test, with its files in a folder of its own. One for the
/// whole program: the library that speaks with it does not find a second one.
class Keyring {
public:
    Keyring()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const auto& name : {u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s, u"HOME"_s}) {
            environment.insert(name, m_folder.path());
        }
        environment.remove(u"DISPLAY"_s); // Nobody is there to ask.
        m_daemon.setProcessEnvironment(environment);
        m_daemon.start(PROGRAM, {u"--foreground"_s, u"--components=secrets"_s, u"--unlock"_s});
        m_daemon.waitForStarted();
        m_daemon.write("test\n");
        m_daemon.closeWriteChannel();
    }
    ~Keyring()
    {
        m_daemon.terminate();
        m_daemon.waitForFinished();
    }

    static bool lock()
    {
        return QProcess::execute(
                   u"dbus-send"_s,
                   {u"--session"_s, u"--print-reply=literal"_s, u"--dest=org.freedesktop.secrets"_s,
                    u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                    u"array:objpath:/org/freedesktop/secrets/collection/login"_s})
            == 0;
    }

    static bool isInstalled()
    {
        return !QStandardPaths::findExecutable(PROGRAM).isEmpty()
            && qEnvironmentVariableIsSet(ON_A_PRIVATE_BUS);
    }
    static constexpr auto MISSING
        = "no keychain to try it with (gnome-keyring, dbus-run-session of dbus)";

private:
    static inline const QString PROGRAM = u"gnome-keyring-daemon"_s;

    QTemporaryDir m_folder;
    QProcess m_daemon;
};

mode_t modeOf(const QString& file)
{
    struct stat status{};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

template <typename T> QString codeOf(const Result<T>& result)
{
    return result ? u"OK"_s : result.error().code.text();
}

QStringList namesIn(const SecretStore& store)
{
    QStringList names;
    for (const SecretName& one : store.list().value_or(QList<SecretName>())) {
        names.append(one.name);
    }
    return names;
}

} // namespace

/// What every place of secrets promises, and what is special about each.
class TestSecretStoreContract final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanup();

    void keepsWhatItWasGiven_data();
    void keepsWhatItWasGiven();
    void replacesAValue();
    void forgets();
    void knowsNothingAtFirst();
    void listsNamesInOrder();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void isUsedByManyThreads();
    void keepsThemForTheNextStart();
    void saysThatItIsLocked();

private:
    [[nodiscard]] std::unique_ptr<SecretStore> open() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<SecretStore> m_store;
};

void TestSecretStoreContract::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("file") << u"file"_s;
    QTest::newRow("keychain") << u"keychain"_s;
    QTest::newRow("chain with a keychain") << u"chain+keychain"_s;
    QTest::newRow("chain without a keychain") << u"chain"_s;
}

void TestSecretStoreContract::initTestCase() { }

std::unique_ptr<SecretStore> TestSecretStoreContract::open() const
{
    QFETCH_GLOBAL(QString, kind);
    const QString file = m_folder->filePath(u"config/secrets.json"_s);
    if (kind == u"file") {
        return std::make_unique<FileSecretStore>(file);
    }
    if (kind == u"keychain") {
        return std::make_unique<KeychainSecretStore>();
    }
    return secretsOfThisMachine(file);
}

void TestSecretStoreContract::init()
{
    QFETCH_GLOBAL(QString, kind);
    m_folder = std::make_unique<QTemporaryDir>();
    if (kind.contains(u"keychain")) {
        if (!Keyring::isInstalled()) {
            QSKIP(Keyring::MISSING);
        }
        if (!m_keyring) {
            m_keyring = std::make_unique<Keyring>();
        }
        QTRY_COMPARE(codeOf(KeychainSecretStore(5s).list()), u"OK"_s);
    }
    m_store = open();
}

void TestSecretStoreContract::cleanup()
{
    for (const QString& name : m_store ? namesIn(*m_store) : QStringList()) {
        QVERIFY(m_store->remove(name));
    }
    m_store.reset();
}

void TestSecretStoreContract::keepsWhatItWasGiven_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("a password") << u"database:ann@db.example.org/tamma"_s << u"s3cret"_s;
    QTest::newRow("signs") << u"a/b c\"d"_s << u"'\"\\ ; $(x)"_s;
    QTest::newRow("other letters") << u"größe"_s << u"пароль 🦉"_s;
    QTest::newRow("lines") << u"key"_s << u"-----BEGIN-----\nabc\n-----END-----\n"_s;
    QTest::newRow("long") << u"long"_s << u"x"_s.repeated(10'000);
}

void TestSecretStoreContract::keepsWhatItWasGiven()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    const auto place = m_store->set(name, value);
    QVERIFY2(place, place ? "" : qPrintable(place.error().detail));
    QVERIFY(!place->isEmpty());
    QCOMPARE(m_store->get(name).value_or(QString()), value);
}

void TestSecretStoreContract::replacesAValue()
{
    QVERIFY(m_store->set(u"token"_s, u"old"_s));
    QVERIFY(m_store->set(u"token"_s, u"new"_s));
    QCOMPARE(*m_store->get(u"token"_s), u"new"_s);
    QCOMPARE(namesIn(*m_store), QStringList{u"token"_s});
}

void TestSecretStoreContract::forgets()
{
    QVERIFY(m_store->set(u"token"_s, u"value"_s));
    QVERIFY(m_store->set(u"other"_s, u"value"_s));
    QVERIFY(m_store->remove(u"token"_s));
    QCOMPARE(codeOf(m_store->get(u"token"_s)), u"NOT_FOUND"_s);
    QCOMPARE(codeOf(m_store->remove(u"token"_s)), u"NOT_FOUND"_s);
    QCOMPARE(namesIn(*m_store), QStringList{u"other"_s});
}

void TestSecretStoreContract::knowsNothingAtFirst()
{
    QCOMPARE(codeOf(m_store->get(u"token"_s)), u"NOT_FOUND"_s);
    QCOMPARE(codeOf(m_store->list()), u"OK"_s);
    QVERIFY(namesIn(*m_store).isEmpty());
}

void TestSecretStoreContract::listsNamesInOrder()
{
    for (const QString& name : {u"b"_s, u"a"_s, u"c"_s}) {
        QVERIFY(m_store->set(name, u"value"_s));
    }
    QCOMPARE(namesIn(*m_store), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TestSecretStoreContract::refusesWhatCannotBe_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("no name") << QString() << u"value"_s;
    QTest::newRow("blank name") << u"  "_s << u"value"_s;
    QTest::newRow("a line break in the name") << u"a\nb"_s << u"value"_s;
    QTest::newRow("no value") << u"a"_s << QString();
}

void TestSecretStoreContract::refusesWhatCannotBe()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QCOMPARE(codeOf(m_store->set(name, value)), u"INVALID_ARGUMENT"_s);
    QVERIFY(namesIn(*m_store).isEmpty());
}

void TestSecretStoreContract::isUsedByManyThreads()
{
    QVERIFY(m_store->set(u"token"_s, u"value"_s));
    std::vector<std::future<bool>> readers;
    for (int i = 0; i < 8; ++i) {
        readers.push_back(std::async(std::launch::async, [this] {
            return m_store->get(u"token"_s).value_or(QString()) == u"value";
        }));
    }
    for (auto& reader : readers) {
        QVERIFY(reader.get());
    }
}

void TestSecretStoreContract::keepsThemForTheNextStart()
{
    QVERIFY(m_store->set(u"token"_s, u"value"_s));
    m_store = open();
    QCOMPARE(*m_store->get(u"token"_s), u"value"_s);
}

void TestSecretStoreContract::saysThatItIsLocked()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind != u"chain+keychain") { // The last one: nobody can unlock it again.
        QSKIP("only a keychain can be locked");
    }
    QVERIFY(m_store->set(u"token"_s, u"value"_s));
    QVERIFY(Keyring::lock());
    m_store.reset();
    const KeychainSecretStore keychain(3s);
    QCOMPARE(codeOf(keychain.get(u"token"_s)), u"SECRETS_DENIED"_s);
    QCOMPARE(codeOf(KeychainSecretStore(3s).set(u"token"_s, u"other"_s)), u"SECRETS_DENIED"_s);
    m_keyring.reset();
}

/// What is special about each place.
class TestSecretPlaces final : public QObject {
    Q_OBJECT

private slots:
    void aFileIsForItsOwnerOnly();
    void aFileThatOthersCanReadIsRefused_data();
    void aFileThatOthersCanReadIsRefused();
    void aDamagedFileIsNamed();
    void theEnvironmentIsForReading();
    void theEnvironmentIsAskedFirst();
    void withoutABusThereIsNoKeychain();
    void aBusWithoutAKeychainIsNoKeychain();
    void aLockedKeychainIsNoReasonForTheFile();
};

void TestSecretPlaces::aFileIsForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"secrets.json"_s);
    const mode_t before = ::umask(0);
    const auto kept = FileSecretStore(path).set(u"a"_s, u"b"_s);
    ::umask(before);
    QVERIFY(kept);
    QCOMPARE(modeOf(path), mode_t(0600));
}

void TestSecretPlaces::aFileThatOthersCanReadIsRefused_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("the group reads") << 0640;
    QTest::newRow("everybody reads") << 0604;
    QTest::newRow("the group writes") << 0620;
}

void TestSecretPlaces::aFileThatOthersCanReadIsRefused()
{
    QFETCH(int, mode);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"secrets.json"_s);
    FileSecretStore store(path);
    QVERIFY(store.set(u"a"_s, u"b"_s));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    QCOMPARE(codeOf(store.get(u"a"_s)), u"SECRETS_EXPOSED"_s);
    QCOMPARE(codeOf(store.set(u"a"_s, u"c"_s)), u"SECRETS_EXPOSED"_s);
    QCOMPARE(codeOf(store.list()), u"SECRETS_EXPOSED"_s);
    QVERIFY(store.get(u"a"_s).error().detail.contains(u"chmod 600"));
    QVERIFY(!store.get(u"a"_s).error().detail.contains(u"\"b\""));
}

void TestSecretPlaces::aDamagedFileIsNamed()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"secrets.json"_s);
    FileSecretStore store(path);
    QVERIFY(store.set(u"a"_s, u"b"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ \"a\":");
    file.close();
    QCOMPARE(codeOf(store.get(u"a"_s)), u"INVALID_JSON"_s);
    QCOMPARE(codeOf(store.set(u"a"_s, u"c"_s)), u"INVALID_JSON"_s);
}

void TestSecretPlaces::theEnvironmentIsForReading()
{
    EnvironmentSecretStore store;
    const QString name = u"database:ann@host/tamma"_s;
    QCOMPARE(EnvironmentSecretStore::variableOf(name), u"TAMMA_SECRET_DATABASE_ANN_HOST_TAMMA"_s);
    QCOMPARE(codeOf(store.get(name)), u"NOT_FOUND"_s);
    QCOMPARE(codeOf(store.set(name, u"x"_s)), u"INVALID_ARGUMENT"_s);
    QCOMPARE(codeOf(store.remove(name)), u"NOT_FOUND"_s);
    qputenv("TAMMA_SECRET_DATABASE_ANN_HOST_TAMMA", "s3cret");
    QCOMPARE(*store.get(name), u"s3cret"_s);
    QCOMPARE(codeOf(store.remove(name)), u"INVALID_ARGUMENT"_s);
    QCOMPARE(namesIn(store), QStringList{u"TAMMA_SECRET_DATABASE_ANN_HOST_TAMMA"_s});
    qunsetenv("TAMMA_SECRET_DATABASE_ANN_HOST_TAMMA");
}

void TestSecretPlaces::theEnvironmentIsAskedFirst()
{
    const QTemporaryDir folder;
    const auto chain = secretsOfThisMachine(folder.filePath(u"secrets.json"_s));
    QVERIFY(chain->set(u"token"_s, u"kept"_s));
    qputenv("TAMMA_SECRET_TOKEN", "handed over");
    QCOMPARE(*chain->get(u"token"_s), u"handed over"_s);
    // It would still be there: that must be said.
    QCOMPARE(codeOf(chain->remove(u"token"_s)), u"INVALID_ARGUMENT"_s);
    qunsetenv("TAMMA_SECRET_TOKEN");
    QCOMPARE(codeOf(chain->get(u"token"_s)), u"NOT_FOUND"_s);
}

void TestSecretPlaces::withoutABusThereIsNoKeychain()
{
    const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    const QByteArray folder = qgetenv("XDG_RUNTIME_DIR");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("XDG_RUNTIME_DIR");
    QCOMPARE(codeOf(KeychainSecretStore().get(u"a"_s)), u"SECRETS_UNAVAILABLE"_s);
    QCOMPARE(codeOf(KeychainSecretStore().set(u"a"_s, u"b"_s)), u"SECRETS_UNAVAILABLE"_s);
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
    qputenv("XDG_RUNTIME_DIR", folder);
}

void TestSecretPlaces::aBusWithoutAKeychainIsNoKeychain()
{
    if (!Keyring::isInstalled()) {
        QSKIP(Keyring::MISSING);
    }
    QCOMPARE(codeOf(KeychainSecretStore(20s).get(u"a"_s)), u"SECRETS_UNAVAILABLE"_s);
    QCOMPARE(codeOf(KeychainSecretStore(20s).set(u"a"_s, u"b"_s)), u"SECRETS_UNAVAILABLE"_s);
}

void TestSecretPlaces::aLockedKeychainIsNoReasonForTheFile()
{
    class Locked final : public SecretStore {
    public:
        [[nodiscard]] Result<QString> get(const QString&) const override { return refuse(); }
        [[nodiscard]] Result<QString> set(const QString&, const QString&) override
        {
            return refuse();
        }
        [[nodiscard]] Result<> remove(const QString&) override { return refuse(); }
        [[nodiscard]] Result<QList<SecretName>> list() const override { return refuse(); }

    private:
        static std::unexpected<Error> refuse() { return failure(errors::SECRETS_DENIED); }
    };
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"secrets.json"_s);
    std::vector<std::unique_ptr<SecretStore>> places;
    places.push_back(std::make_unique<Locked>());
    places.push_back(std::make_unique<FileSecretStore>(path));
    SecretChain chain(std::move(places));
    QCOMPARE(codeOf(chain.set(u"a"_s, u"b"_s)), u"SECRETS_DENIED"_s);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(codeOf(chain.get(u"a"_s)), u"SECRETS_DENIED"_s);
    QVERIFY(FileSecretStore(path).set(u"a"_s, u"b"_s));
    QCOMPARE(*chain.get(u"a"_s), u"b"_s);
}

namespace {

// Starts this program again on a bus of its own, which ends with it.
void moveToAPrivateBus(char** arguments)
{
    const QString runner = QStandardPaths::findExecutable(u"dbus-run-session"_s);
    if (runner.isEmpty() || qEnvironmentVariableIsSet(ON_A_PRIVATE_BUS)) {
        return;
    }
    static QTemporaryDir folder;
    folder.setAutoRemove(false); // This program is another one then.
    QFile config(folder.filePath(u"bus.conf"_s));
    if (!config.open(QIODevice::WriteOnly) || config.write(BUS) < 0) {
        return;
    }
    config.close();
    qputenv(ON_A_PRIVATE_BUS, QFile::encodeName(folder.path()));
    const QByteArray program = QFile::encodeName(runner);
    const QByteArray option = "--config-file=" + QFile::encodeName(config.fileName());
    std::vector<const char*> all{program.constData(), option.constData(), "--"};
    for (char** one = arguments; *one; ++one) {
        all.push_back(*one);
    }
    all.push_back(nullptr);
    ::execv(program.constData(), const_cast<char**>(all.data()));
}

} // namespace

int main(int argc, char** argv)
{
    moveToAPrivateBus(argv);
    const QCoreApplication app(argc, argv);
    TestSecretStoreContract contract;
    TestSecretPlaces places;
    const int failed = QTest::qExec(&places, argc, argv) + QTest::qExec(&contract, argc, argv);
    if (const QString folder = qEnvironmentVariable(ON_A_PRIVATE_BUS); !folder.isEmpty()) {
        QDir(folder).removeRecursively();
    }
    return failed;
}

#include "tst_secret_store_contract.moc"
