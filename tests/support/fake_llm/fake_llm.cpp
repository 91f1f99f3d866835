// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_llm/fake_llm.h"

#include "core/base/json.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>

namespace tamma::testing {
namespace {

constexpr int START_LIMIT_MS = 20'000;
constexpr int END_LIMIT_MS = 5'000;

const QString TOOL = QStringLiteral(TAMMA_SOURCE_FOLDER "/tests/tools/fake_llm");

} // namespace

FakeLlm::FakeLlm()
    : m_process(std::make_unique<QProcess>())
{
}

FakeLlm::~FakeLlm()
{
    // The end of its input ends it; it may hang only if node itself does.
    m_process->closeWriteChannel();
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(END_LIMIT_MS)) {
        m_process->kill();
        m_process->waitForFinished(END_LIMIT_MS);
    }
}

Result<std::unique_ptr<FakeLlm>> FakeLlm::start(const QString& nameOrPath)
{
    const QString script = nameOrPath.contains(QLatin1Char('/'))
        ? nameOrPath
        : QStringLiteral("%1/scripts/%2.json").arg(TOOL, nameOrPath);
    std::unique_ptr<FakeLlm> server(new FakeLlm);
    QProcess& process = *server->m_process;
    process.start(QStringLiteral("node"),
                  {TOOL + QLatin1String("/fake_llm.mjs"), QStringLiteral("--script"), script,
                   QStringLiteral("--state-file"),
                   server->m_folder.filePath(QStringLiteral("state.json"))});
    if (!process.waitForStarted(START_LIMIT_MS)) {
        return failure(errors::PROGRAM_NOT_FOUND, QStringLiteral("node: ") + process.errorString());
    }
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(START_LIMIT_MS)) {
            return failure(errors::PROCESS_START_FAILED,
                           QString::fromUtf8(process.readAllStandardError()));
        }
    }
    server->m_url = QString::fromUtf8(process.readLine()).trimmed().section(QLatin1Char(' '), -1);
    return server;
}

Result<std::unique_ptr<FakeLlm>> FakeLlm::start(const QJsonObject& script)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("script.json"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(json::compact(script)) < 0) {
        return failure(errors::FILE_WRITE_FAILED, file.errorString());
    }
    file.close();
    return start(path); // The server has read it before it says where it listens.
}

QMap<QString, QString> FakeLlm::environment() const
{
    return {{QStringLiteral("ANTHROPIC_BASE_URL"), m_url},
            {QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("not-a-key")}};
}

QJsonObject FakeLlm::state() const
{
    QFile file(m_folder.filePath(QStringLiteral("state.json")));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return json::parseObject(file.readAll()).value_or(QJsonObject());
}

int FakeLlm::requests() const
{
    int sum = 0;
    for (const QJsonValue& lane : state().value(QLatin1String("lanes")).toArray()) {
        sum += lane[QLatin1String("requests")].toInt();
    }
    return sum;
}

QStringList FakeLlm::failures() const
{
    QStringList all;
    for (const QJsonValue& lane : state().value(QLatin1String("lanes")).toArray()) {
        for (const QJsonValue& fault : lane[QLatin1String("failures")].toArray()) {
            all.append(fault.toString());
        }
    }
    return all;
}

bool FakeLlm::isThrough() const
{
    const QJsonObject now = state();
    return now.value(QLatin1String("ok")).toBool() && now.value(QLatin1String("allDone")).toBool();
}

QString claudeProgram()
{
    const QString program = QStringLiteral(TAMMA_CLAUDE_FOLDER "/node_modules/.bin/claude");
    return QFileInfo(program).isExecutable() ? program : QString();
}

} // namespace tamma::testing
