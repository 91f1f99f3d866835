// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma::events {

/// The key of a person was destroyed: what the record says of them cannot be read any more, and
/// what was folded from it has to be made anew.
struct PersonErased {
    QString person; ///< The pseudonym that stands in the record for them.
    qint64 events = 0; ///< How many events have something of theirs.

    friend bool operator==(const PersonErased&, const PersonErased&) = default;
};

} // namespace tamma::events
