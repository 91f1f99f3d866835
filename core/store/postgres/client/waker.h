// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtClassHelperMacros>

namespace tamma::store::postgres {

/// Wakes a thread that waits for a socket.
class Waker {
public:
    Waker();
    ~Waker();
    Q_DISABLE_COPY_MOVE(Waker)

    void wake();
    void clear();
    [[nodiscard]] bool isWoken() const;
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace tamma::store::postgres
