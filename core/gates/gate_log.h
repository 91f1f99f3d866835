// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate.h"
#include "core/gates/plain_text.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>

namespace tamma::gates {

/// The log of a gate that runs: handed on in batches, hashed whole, remembered at its end.
///
/// Shape    The listener gets at most 1 MiB and then the end; whatever a command writes, the memory
///          in use stays below a few times what is kept for text().
/// Threads  One at a time.
class GateLog {
public:
    static constexpr qsizetype KEPT = qsizetype(256) * 1024;
    /// For what is read as one document, where a hole loses everything.
    static constexpr qsizetype KEPT_OF_A_DOCUMENT = qsizetype(32) * 1024 * 1024;

    /// `kept` is in characters, as text() says.
    explicit GateLog(GateListener& listener, qsizetype kept = KEPT)
        : m_listener(listener)
        , m_kept(kept)
    {
    }

    /// Takes what a command wrote.
    void append(const QByteArray& bytes);

    /// When flush() is due: a quarter of a second after the oldest text that waits, or never.
    [[nodiscard]] QDeadlineTimer flushTime() const { return m_flushTime; }

    /// Hands what waits to the listener, but not the word that may go on.
    void flush();

    /// Hands on the rest; nothing may follow.
    void close();

    /// SHA-256 of every byte that was appended, in hex.
    [[nodiscard]] QString hash() const;

    /// The last 200 lines, at most 16 KiB of UTF-8, from the beginning of a word.
    [[nodiscard]] QString tail() const;

    /// The text as it was: its first KEPT characters (or as many as were asked for) and, when there
    /// are more, at least as many of its last.
    [[nodiscard]] QString text() const { return m_start + m_end; }

private:
    void handOn(qsizetype size);

    GateListener& m_listener;
    qsizetype m_kept;
    PlainText m_plainText;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QString m_waiting;
    QString m_tail;
    QString m_start;
    QString m_end; // What follows m_start.
    qint64 m_handedOn = 0; // Characters.
    bool m_isCut = false;
    QDeadlineTimer m_flushTime{QDeadlineTimer::Forever};
};

} // namespace tamma::gates
