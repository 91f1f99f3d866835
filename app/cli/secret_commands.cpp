// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/secret_commands.h"

#include "app/record_access.h"

#include <QFile>

#include <cstdio>

#include <termios.h>
#include <unistd.h>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

/// Hides what is typed, as long as it lives.
class HiddenTyping {
public:
    HiddenTyping()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) == 0) {
            termios hidden = m_before;
            hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            m_isHidden = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
        }
    }
    ~HiddenTyping()
    {
        if (m_isHidden) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }
    Q_DISABLE_COPY_MOVE(HiddenTyping)

    [[nodiscard]] bool isHidden() const { return m_isHidden; }

private:
    termios m_before{};
    bool m_isHidden = false;
};

Result<QString> valueFromUser(const QString& name)
{
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly)) {
        return failure(errors::FILE_READ_FAILED, in.errorString());
    }
    QByteArray value;
    if (::isatty(STDIN_FILENO) != 0) {
        const HiddenTyping typing;
        if (!typing.isHidden()) {
            return failure(errors::FILE_READ_FAILED,
                           u"this terminal cannot hide what is typed; use a pipe"_s);
        }
        std::fprintf(stderr, "Value of %s (not shown): ", qPrintable(name));
        value = in.readLine();
        std::fputc('\n', stderr);
    } else {
        value = in.readAll();
    }
    if (value.endsWith('\n')) {
        value.chop(1);
    }
    return QString::fromUtf8(value);
}

} // namespace

ExitCode setSecret(Session& session, const QString& name)
{
    const auto kept = secrets::checkName(name)
                          .and_then([&] { return valueFromUser(name); })
                          .and_then([&](const QString& value) {
                              return secretsOf(session.paths())->set(name, value);
                          });
    if (!kept) {
        return session.output().fail(kept.error());
    }
    session.output().row({{u"name"_s, name}, {u"place"_s, *kept}},
                         u"Kept \"%1\" in %2."_s.arg(name, *kept));
    return Ok;
}

ExitCode listSecrets(Session& session)
{
    const auto names = secretsOf(session.paths())->list();
    if (!names) {
        return session.output().fail(names.error());
    }
    for (const secrets::SecretName& one : *names) {
        session.output().row({{u"name"_s, one.name}, {u"place"_s, one.place}},
                             u"%1  (%2)"_s.arg(one.name, one.place));
    }
    if (names->isEmpty()) {
        session.output().say(u"There are no secrets. \"tamma secrets set NAME\" keeps one."_s);
    }
    return Ok;
}

ExitCode removeSecret(Session& session, const QString& name)
{
    const auto removed = secretsOf(session.paths())->remove(name);
    if (!removed) {
        return session.output().fail(removed.error());
    }
    session.output().row({{u"name"_s, name}}, u"Forgot \"%1\"."_s.arg(name));
    return Ok;
}

} // namespace tamma::cli
