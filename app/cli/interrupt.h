// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace tamma::cli {

/// Turns Ctrl+C and SIGTERM into a stop token. Make it before any other thread: they inherit that
/// the signals are blocked.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    int m_signals = -1;
    int m_end = -1;
    std::stop_source m_source;
    std::jthread m_listener; // Last: it uses the members above.
};

} // namespace tamma::cli
