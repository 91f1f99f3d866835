// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma {

/// Where new ids come from. Injected, so that tests get the same ids on every run.
///
/// Threads  Any.
class IdSource {
public:
    virtual ~IdSource() = default;

    /// Returns a fresh id in the canonical text form of a UUID.
    [[nodiscard]] virtual QString next() = 0;
};

/// UUIDs of version 7 (RFC 9562): they sort by the time they were made, to the millisecond. The
/// record orders by position, never by these.
class UuidV7Source final : public IdSource {
public:
    [[nodiscard]] QString next() override;
};

} // namespace tamma
