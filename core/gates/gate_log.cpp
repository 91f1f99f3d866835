// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/gate_log.h"

#include <algorithm>

namespace tamma::gates {

using namespace std::string_view_literals;

namespace {

constexpr auto BATCH_TIME = std::chrono::milliseconds(250);
constexpr qsizetype BATCH_SIZE = 16 * 1024;
constexpr qint64 LARGEST_LOG = 1024 * 1024;
constexpr qsizetype TAIL_BYTES = 16 * 1024;
constexpr qsizetype TAIL_LINES = 200;

/// How much of `text` may be handed on while more is to come: what is looked through for secrets in
/// pieces must not be cut inside a word or a private key, or halves of them would stay.
qsizetype wholeWords(QStringView text)
{
    if (const qsizetype key = text.lastIndexOf(u"-----BEGIN ");
        key >= 0 && text.size() - key < BATCH_SIZE && text.indexOf(u"-----END ", key) < 0) {
        return key;
    }
    qsizetype size = text.size();
    while (size > 0 && !text.at(size - 1).isSpace()) {
        --size;
    }
    return size == 0 && text.size() >= BATCH_SIZE ? text.size() : size; // No word is so long.
}

} // namespace

void GateLog::append(const QByteArray& bytes)
{
    m_hash.addData(bytes);
    const QString text = m_plainText.next(bytes);
    m_tail += text;
    if (m_tail.size() > 3 * TAIL_BYTES) {
        m_tail = m_tail.last(2 * TAIL_BYTES);
    }
    const qsizetype room = std::min(m_kept - m_start.size(), text.size());
    m_start += QStringView(text).first(room);
    m_end += QStringView(text).sliced(room);
    if (m_end.size() > 2 * m_kept) {
        m_end = m_end.last(m_kept);
        m_end.remove(0, std::max<qsizetype>(m_end.indexOf(u'\n'), 0)); // No half of a line.
    }
    if (m_isCut || text.isEmpty()) {
        return;
    }
    if (m_flushTime.isForever()) {
        m_flushTime = QDeadlineTimer(BATCH_TIME);
    }
    m_waiting += text;
    if (m_waiting.size() >= BATCH_SIZE) {
        flush();
    }
}

void GateLog::flush()
{
    handOn(wholeWords(m_waiting));
}

void GateLog::handOn(qsizetype size)
{
    m_flushTime = QDeadlineTimer(QDeadlineTimer::Forever);
    if (size == 0) {
        return;
    }
    QString text = m_waiting.first(size);
    m_waiting.remove(0, size);
    m_handedOn += size;
    if (m_handedOn > LARGEST_LOG) {
        m_isCut = true;
        m_waiting.clear();
        text += QStringLiteral("\n[The log goes on; only its end is kept]\n");
    }
    m_listener.onLog(text);
}

void GateLog::close()
{
    handOn(m_waiting.size());
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
        // The cut may have left the half of a word that is a secret, or of a character.
        const auto space = std::ranges::find_first_of(text, " \n"sv);
        text.remove(0, space == text.end() ? 0 : space - text.begin() + 1);
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
