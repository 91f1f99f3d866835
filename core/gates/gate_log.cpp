// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/gate_log.h"

namespace tamma::gates {

namespace {

constexpr auto BATCH_TIME = std::chrono::milliseconds(250);
constexpr qsizetype BATCH_SIZE = 16 * 1024;
constexpr qint64 LARGEST_LOG = 1024 * 1024;
constexpr qsizetype TAIL_BYTES = 16 * 1024;
constexpr qsizetype TAIL_LINES = 200;

} // namespace

void GateLog::append(const QByteArray& bytes)
{
    m_hash.addData(bytes);
    const QString text = m_plainText.next(bytes);
    m_tail += text;
    if (m_tail.size() > 3 * TAIL_BYTES) {
        m_tail = m_tail.last(TAIL_BYTES);
    }
    const qsizetype room = std::min(m_kept - m_start.size(), text.size());
    m_start += QStringView(text).first(room);
    m_end += QStringView(text).sliced(room);
    if (m_end.size() > 2 * m_kept) {
        m_end = u'\n' + m_end.last(m_kept);
    }
    if (m_isCut || text.isEmpty()) {
        return;
    }
    if (m_waiting.isEmpty()) {
        m_flushTime = QDeadlineTimer(BATCH_TIME);
    }
    m_waiting += text;
    if (m_waiting.size() >= BATCH_SIZE) {
        flush();
    }
}

void GateLog::flush()
{
    m_flushTime = QDeadlineTimer(QDeadlineTimer::Forever);
    if (m_waiting.isEmpty()) {
        return;
    }
    m_handedOn += m_waiting.size();
    if (m_handedOn > LARGEST_LOG) {
        m_isCut = true;
        m_waiting += QStringLiteral("\n[The log goes on; only its end is kept]\n");
    }
    m_listener.onLog(std::exchange(m_waiting, {}));
}

void GateLog::close()
{
    flush();
    if (m_isCut) {
        m_listener.onLog(QStringLiteral("[The end of the log]\n") + tail());
    }
}

QString GateLog::hash() const
{
    return QString::fromLatin1(m_hash.result().toHex());
}

QString GateLog::tail() const
{
    QByteArray text = m_tail.toUtf8();
    if (text.size() > TAIL_BYTES) {
        text = text.last(TAIL_BYTES);
        // The cut may have left bytes that continue a character.
        while (!text.isEmpty() && (text[0] & 0xc0) == 0x80) {
            text.remove(0, 1);
        }
    }
    qsizetype start = text.endsWith('\n') ? text.size() - 1 : text.size();
    for (qsizetype lines = 0; lines < TAIL_LINES && start >= 0; ++lines) {
        start = start == 0 ? -1 : text.lastIndexOf('\n', start - 1);
    }
    return QString::fromUtf8(text.sliced(start + 1));
}

} // namespace tamma::gates
