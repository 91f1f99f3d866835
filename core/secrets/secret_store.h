// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>

namespace tamma::secrets {

/// A secret by its name, without its value.
struct SecretName {
    QString name;
    QString place; ///< Where it is kept, in words.

    friend bool operator==(const SecretName&, const SecretName&) = default;
};

/// Keeps passwords, tokens and keys by name: the only place of Tamma where a secret may lie.
///
/// Shape    A name is a line of text without control characters ("database:ann@host/tamma"). A
///          value is a text that is not empty.
/// Errors   SECRETS_UNAVAILABLE (there is no such place on this machine: use another one),
///          SECRETS_DENIED (a person has to unlock it or to allow it), SECRETS_EXPOSED (others can
///          read it: see the detail), INVALID_ARGUMENT (no such name or value can be; or the place
///          cannot be changed).
/// Threads  Any but the GUI thread: a call may wait until a person has unlocked the keychain.
class SecretStore {
public:
    virtual ~SecretStore() = default;

    /// Returns the value. Fails with NOT_FOUND when there is no secret of that name.
    [[nodiscard]] virtual Result<QString> get(const QString& name) const = 0;

    /// Keeps the value, in the place of the one before, and returns where it is now, in words.
    [[nodiscard]] virtual Result<QString> set(const QString& name, const QString& value) = 0;

    /// Forgets the value. Fails with NOT_FOUND when there is no secret of that name.
    [[nodiscard]] virtual Result<> remove(const QString& name) = 0;

    /// Returns the names of all that Tamma keeps, sorted.
    [[nodiscard]] virtual Result<QList<SecretName>> list() const = 0;
};

/// Fails with INVALID_ARGUMENT when nothing can have this name.
[[nodiscard]] Result<> checkName(const QString& name);

/// The same for a name with its value.
[[nodiscard]] Result<> checkSecret(const QString& name, const QString& value);

/// NOT_FOUND: there is no secret of that name.
[[nodiscard]] std::unexpected<Error> noSecret(const QString& name);

} // namespace tamma::secrets
