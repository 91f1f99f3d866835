// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace tamma {

/// A moment in UTC, in whole milliseconds.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Writes a moment as the record does: "2025-10-28T12:34:56.789Z" (ISO 8601); an empty text for
/// years outside 1 to 9999.
[[nodiscard]] QString toIso8601(Timestamp moment);

/// Reads any ISO 8601 moment with a zone; nullopt when it is none.
[[nodiscard]] std::optional<Timestamp> fromIso8601(const QString& text);

/// Where the time comes from. Injected wherever a time is made, so that tests own it.
///
/// Threads  Any.
class Clock {
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
};

} // namespace tamma
