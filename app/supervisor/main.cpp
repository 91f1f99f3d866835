// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/supervisor/supervisor.h"

#include "core/base/json.h"

#include <QFile>

#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace tamma;
using namespace Qt::StringLiterals;

/// The order comes through standard input: it may hold secrets, and touches no disk.
Result<io::SessionOrder> readOrder()
{
    QFile input;
    if (!input.open(STDIN_FILENO, QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return failure(errors::INVALID_ARGUMENT, input.errorString());
    }
    return io::decodedOrder(input.readAll());
}

/// Says once, on standard output, whether the program runs.
void report(const Result<>& started)
{
    QJsonObject said;
    if (!started) {
        const Error& error = started.error();
        said = {{u"code"_s, error.code.text()},
                {u"detail"_s, error.detail},
                {u"context"_s, error.context},
                {u"retryable"_s, error.retryable}};
    }
    const QByteArray line = json::compact(said) + '\n';
    [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, line.constData(), line.size());
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nowhere, stream);
    }
    if (nowhere > STDERR_FILENO) {
        ::close(nowhere);
    }
}

Result<std::unique_ptr<supervisor::Supervisor>> made(const QString& folder)
{
    auto keeper = supervisor::Supervisor::make(folder);
    if (!keeper) {
        report(std::unexpected(keeper.error()));
    }
    return keeper;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("tamma-supervisor is started by Tamma.\n", stderr);
        return 2;
    }
    const auto keeper = made(QFile::decodeName(argv[1]));
    if (!keeper) {
        return 1;
    }
    // Tamma waits for this process. Its child belongs to nobody, and only it lives on: up to here
    // the death of Tamma ends the supervisor, from here on it does not.
    if (const pid_t child = ::fork(); child != 0) {
        ::_exit(child < 0 ? 1 : 0);
    }
    ::setsid();
    const auto order = readOrder();
    const Result<> started = order ? (*keeper)->start(*order) : std::unexpected(order.error());
    report(started);
    if (!started) {
        return 1;
    }
    (*keeper)->run();
    return 0;
}
