// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace tamma::gates {

/// Something in a line that looks like a secret.
struct SecretMatch {
    QString rule; ///< "secret.aws-access-key".
    QString severity; ///< As in events::Finding.
    QString what; ///< "AWS access key".
    QString masked; ///< Enough to find it in the line, not enough to use it.

    friend bool operator==(const SecretMatch&, const SecretMatch&) = default;
};

/// Returns what looks like a secret in one line of `path`, left to right by rule; placeholders,
/// references to variables and, in tests, passwords that nobody else uses are left out.
///
/// Threads  Any.
[[nodiscard]] QList<SecretMatch> findSecrets(const QString& path, const QString& line);

/// Returns `text` with every secret that is known by its form (a token of a service, a private key)
/// replaced by its mask. What only might be one stays.
///
/// Threads  Any.
[[nodiscard]] QString withoutSecrets(const QString& text);

/// The Shannon entropy of a text, in bits a character.
[[nodiscard]] double entropyOf(const QString& text);

} // namespace tamma::gates
