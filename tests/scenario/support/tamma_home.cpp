// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/tamma_home.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/store/open_record.h"

#include <QFileInfo>

namespace tamma::tests {

namespace {

constexpr int LIMIT_MS = 120'000;

} // namespace

QByteArray Ended::story() const
{
    constexpr qsizetype END = 4'000;
    return "exit code " + QByteArray::number(exitCode) + '\n' + err.last(qMin(END, err.size()))
        + out.last(qMin(END, out.size()));
}

QList<QJsonObject> Ended::rows() const
{
    QList<QJsonObject> rows;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty()) {
            rows.append(json::parseObject(line).value_or(QJsonObject()));
        }
    }
    return rows;
}

TammaHome::TammaHome()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(QStringLiteral("TAMMA_HOME"), m_folder.path());
    m_environment.insert(QStringLiteral("TAMMA_PLAYBACK_SPEED"), QStringLiteral("0"));
    // Nobody's own keychain.
    m_environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    m_environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
}

Ended TammaHome::run(const QStringList& arguments, const QString& folder,
                     const QString& input) const
{
    return wait(*start(arguments, folder, input));
}

Ended TammaHome::runUnder(const QStringList& launcher, const QStringList& arguments,
                          const QString& folder) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setWorkingDirectory(folder);
    process.start(launcher.first(), launcher.sliced(1) + QStringList(tammaProgram()) + arguments);
    return wait(process);
}

std::unique_ptr<QProcess> TammaHome::start(const QStringList& arguments, const QString& folder,
                                           const QString& input) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setWorkingDirectory(folder.isEmpty() ? path() : folder);
    process->setStandardInputFile(input);
    process->start(tammaProgram(), arguments);
    return process;
}

Ended TammaHome::wait(QProcess& process)
{
    process.waitForFinished(LIMIT_MS);
    const bool ended = process.state() == QProcess::NotRunning
        && process.error() != QProcess::FailedToStart
        && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QList<events::StoredEvent> TammaHome::events() const
{
    if (!QFileInfo::exists(recordFile())) {
        return {};
    }
    const auto store = store::openRecord(recordFile());
    if (!store) {
        qFatal("%s: %s", qPrintable(recordFile()), qPrintable(store.error().detail));
    }
    return (*store)->read(events::EventQuery::everything()).value_or(QList<events::StoredEvent>());
}

qsizetype TammaHome::count(const QString& type) const
{
    const auto all = events();
    return std::ranges::count(all, type, typeOf);
}

QString tammaProgram()
{
    return qEnvironmentVariable("TAMMA_BINARY_DIR") + QStringLiteral("/bin/tamma");
}

QString typeOf(const events::StoredEvent& stored)
{
    return events::catalog::typeName(stored.event.payload);
}

} // namespace tamma::tests
