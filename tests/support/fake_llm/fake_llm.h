// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

class QProcess;

namespace tamma::testing {

/// A model that plays a script: the server of tests/tools/fake_llm in a process of its own, on a
/// free port. The real claude program works against it.
///
/// Owns     The process: it is ended, by its id, with this object.
/// Threads  The one that made it.
class FakeLlm {
public:
    /// Starts the server with a script: its name ("edit-and-test") among
    /// tests/tools/fake_llm/scripts, or the path of a file. Fails with PROGRAM_NOT_FOUND without
    /// node, PROCESS_START_FAILED when the script is wrong (the detail says where).
    [[nodiscard]] static Result<std::unique_ptr<FakeLlm>> start(const QString& nameOrPath);

    /// The same with a script that the test writes itself.
    [[nodiscard]] static Result<std::unique_ptr<FakeLlm>> start(const QJsonObject& script);

    ~FakeLlm();

    /// "http://127.0.0.1:PORT", for ANTHROPIC_BASE_URL.
    [[nodiscard]] const QString& url() const { return m_url; }

    /// What a program needs to use this server: base address and a key.
    [[nodiscard]] QMap<QString, QString> environment() const;

    /// How far the script is, as the README of fake_llm describes it.
    [[nodiscard]] QJsonObject state() const;

    /// Requests that reached the model so far.
    [[nodiscard]] int requests() const;

    /// Expectations of the script that were not met; empty is well.
    [[nodiscard]] QStringList failures() const;

    /// True when every step was played and no expectation failed.
    [[nodiscard]] bool isThrough() const;

private:
    FakeLlm();

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    QString m_url;
};

/// The pinned claude program that the ctest fixture `claude_program` installs; empty when it is not
/// there (no network): then QSKIP.
[[nodiscard]] QString claudeProgram();

} // namespace tamma::testing
