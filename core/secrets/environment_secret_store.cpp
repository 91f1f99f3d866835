// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/environment_secret_store.h"

#include <QProcessEnvironment>

namespace tamma::secrets {

using namespace Qt::StringLiterals;

namespace {

const QString PREFIX = u"TAMMA_SECRET_"_s;

std::unexpected<Error> onlyForReading(const QString& variable)
{
    return failure(
        errors::INVALID_ARGUMENT,
        u"what is in the environment is changed by whoever starts Tamma: see %1"_s.arg(variable));
}

} // namespace

QString EnvironmentSecretStore::variableOf(const QString& name)
{
    QString variable = PREFIX;
    for (const QChar c : name.toUpper()) {
        const bool fits = (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
        variable += fits ? c : u'_';
    }
    return variable;
}

Result<QString> EnvironmentSecretStore::get(const QString& name) const
{
    TRY(checkName(name));
    const QString value = qEnvironmentVariable(variableOf(name).toLatin1().constData());
    return value.isEmpty() ? noSecret(name) : Result<QString>(value);
}

Result<QString> EnvironmentSecretStore::set(const QString& name, const QString& value)
{
    TRY(checkSecret(name, value));
    return onlyForReading(variableOf(name));
}

Result<> EnvironmentSecretStore::remove(const QString& name)
{
    TRY(get(name));
    return onlyForReading(variableOf(name));
}

Result<QList<SecretName>> EnvironmentSecretStore::list() const
{
    QList<SecretName> names;
    const auto environment = QProcessEnvironment::systemEnvironment();
    QStringList variables = environment.keys();
    variables.sort();
    for (const QString& variable : std::as_const(variables)) {
        if (variable.startsWith(PREFIX) && !environment.value(variable).isEmpty()) {
            names.append({variable, u"the environment"_s});
        }
    }
    return names;
}

} // namespace tamma::secrets
