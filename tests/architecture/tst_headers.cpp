// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QTest>

using namespace tamma::architecture;
using namespace Qt::StringLiterals;

namespace {

/// What the compiler answered about one header.
struct Answer {
    bool good = false;
    QString words;
};

/// The build's own compile command of one source of each folder, without its input and output.
QMap<QString, QString> commandsByFolder(const QString& root, const QString& buildFolder)
{
    QMap<QString, QString> commands;
    QFile file(buildFolder + u"/compile_commands.json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return commands;
    }
    for (const QJsonValue& entry : QJsonDocument::fromJson(file.readAll()).array()) {
        QString source = entry[u"file"].toString();
        if (source.contains(u"/Unity/"_s)) { // Several sources of the folder in one.
            source = source.replace(buildFolder, root).section(u"/CMakeFiles/"_s, 0, 0) + u"/all"_s;
        }
        if (!source.startsWith(root + u'/') || source.startsWith(buildFolder + u'/')) {
            continue;
        }
        const QString words = entry[u"command"].toString().section(u" -o "_s, 0, 0);
        commands.insert(QFileInfo(source.sliced(root.size() + 1)).path(), words);
    }
    return commands;
}

/// The commands of the folder of `path`, or of the nearest one above or beside it.
QString commandFor(const QMap<QString, QString>& commands, const QString& path)
{
    for (QString folder = QFileInfo(path).path(); folder != u".";
         folder = QFileInfo(folder).path()) {
        if (const auto exact = commands.constFind(folder); exact != commands.constEnd()) {
            return *exact;
        }
        const auto below = commands.lowerBound(folder + u'/');
        if (below != commands.constEnd() && below.key().startsWith(folder + u'/')) {
            return *below;
        }
    }
    return {};
}

Answer compile(const QString& command, const QString& text, const QString& folder)
{
    QProcess compiler;
    compiler.setWorkingDirectory(folder);
    compiler.setProcessChannelMode(QProcess::MergedChannels);
    compiler.start(u"/bin/sh"_s, {u"-c"_s, u"exec "_s + command + u" -fsyntax-only -x c++ -"_s});
    compiler.write(text.toUtf8());
    compiler.closeWriteChannel();
    const bool ended = compiler.waitForFinished(120'000);
    return {ended && compiler.exitStatus() == QProcess::NormalExit && compiler.exitCode() == 0,
            QString::fromLocal8Bit(compiler.readAll())};
}

} // namespace

/// Headers without a source of their own stand alone too; the build proves the others
/// (tst_house checks that a source includes its own header first).
class TestHeaders final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void thatMissAnIncludeAreFound();
    void compileAlone();

private:
    QString m_root;
    QString m_buildFolder;
    QMap<QString, QString> m_commands;
};

void TestHeaders::initTestCase()
{
    m_root = qEnvironmentVariable("TAMMA_SOURCE_DIR");
    m_buildFolder = qEnvironmentVariable("TAMMA_BINARY_DIR");
    m_commands = commandsByFolder(m_root, m_buildFolder);
    QVERIFY(m_commands.size() > 10);
}

void TestHeaders::thatMissAnIncludeAreFound()
{
    const QString command = commandFor(m_commands, u"core/base/none.h"_s);
    QVERIFY(compile(command, u"#include \"core/base/result.h\"\n"_s, m_buildFolder).good);
    const Answer answer = compile(command, u"struct A { tamma::Error error; };\n"_s, m_buildFolder);
    QVERIFY(!answer.good);
    QVERIFY2(answer.words.contains(u"tamma"), qPrintable(answer.words));
}

void TestHeaders::compileAlone()
{
    QStringList headers;
    for (const SourceFile& file : readSources(m_root, {u"core"_s, u"ui"_s, u"app"_s, u"tests"_s})) {
        const QString source = m_root + u'/' + file.path.chopped(2) + u".cpp"_s;
        if (file.isHeader() && !QFile::exists(source)) {
            headers.append(file.path);
        }
    }
    std::atomic<qsizetype> next = 0;
    std::mutex mutex;
    QStringList bad;
    const auto work = [&] {
        for (qsizetype i = next++; i < headers.size(); i = next++) {
            const Answer answer = compile(commandFor(m_commands, headers[i]),
                                          u"#include \"%1\"\n"_s.arg(headers[i]), m_buildFolder);
            if (!answer.good) {
                const std::scoped_lock lock(mutex);
                bad.append(headers[i] + u" does not compile alone. Include what it uses:\n"_s
                           + answer.words);
            }
        }
    };
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            workers.emplace_back(work);
        }
    }
    QVERIFY2(bad.isEmpty(), qPrintable(u'\n' + bad.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestHeaders)
#include "tst_headers.moc"
