// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include <memory>

namespace tamma::bench {

/// Emmett in a Node process: emmett_peer.mjs with the packages that it names, which npm installs
/// into the user's cache on first use.
///
/// Threads  The one that made it.
class EmmettPeer {
public:
    /// One store of the peer: "sqlite" and a file, or "postgresql" and a URL.
    struct Store {
        QString kind;
        QString connection;
    };

    /// Returns null when that cannot be done here; then `why` says what is missing.
    [[nodiscard]] static std::unique_ptr<EmmettPeer> start(QString& why);
    ~EmmettPeer();

    /// Has `count` events appended or streams read; returns the seconds that it took, as the peer
    /// measured them. The process ends when the peer cannot.
    double ask(const Store& store, const QString& what, int count);

    /// How many calls failed and were repeated so far.
    [[nodiscard]] int failures() const { return m_failures; }

private:
    EmmettPeer() = default;

    QProcess m_process;
    int m_failures = 0;
};

} // namespace tamma::bench
