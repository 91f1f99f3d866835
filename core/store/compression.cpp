// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/compression.h"

#include <zstd.h>

namespace tamma::store {

namespace {

constexpr qsizetype LARGEST = 1LL << 30; // Nobody means an event of a gigabyte.

// A context costs more to make than most events to pack: every thread keeps one of each.
struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> PACKER(ZSTD_createCCtx());
thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> UNPACKER(ZSTD_createDCtx());

size_t sizeOf(QByteArrayView bytes)
{
    return static_cast<size_t>(bytes.size());
}

} // namespace

QByteArray compressed(QByteArrayView bytes)
{
    QByteArray frame(static_cast<qsizetype>(ZSTD_compressBound(sizeOf(bytes))), Qt::Uninitialized);
    const size_t size = ZSTD_compressCCtx(PACKER.get(), frame.data(), sizeOf(frame), bytes.data(),
                                          sizeOf(bytes), ZSTD_CLEVEL_DEFAULT);
    frame.truncate(static_cast<qsizetype>(size)); // It cannot fail: there is room for the worst.
    return frame;
}

Result<QByteArray> decompressed(QByteArrayView frame)
{
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), sizeOf(frame));
    if (size > static_cast<unsigned long long>(LARGEST)) { // Also what says "unknown" or "error".
        return failure(errors::CORRUPT_EVENT, QStringLiteral("the compressed data is damaged"));
    }
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    const size_t written = ZSTD_decompressDCtx(UNPACKER.get(), bytes.data(), sizeOf(bytes),
                                               frame.data(), sizeOf(frame));
    if (written != sizeOf(bytes)) {
        return failure(errors::CORRUPT_EVENT, QStringLiteral("the compressed data is damaged"));
    }
    return bytes;
}

struct Decompressor::State {
    std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream{ZSTD_createDStream(),
                                                                    ZSTD_freeDStream};
    QByteArray buffer{static_cast<qsizetype>(ZSTD_DStreamOutSize()), Qt::Uninitialized};
    bool isWhole = true;
};

Decompressor::Decompressor()
    : m_state(std::make_unique<State>())
{
}

Decompressor::~Decompressor() = default;

bool Decompressor::isWhole() const
{
    return m_state->isWhole;
}

Result<> Decompressor::feed(QByteArrayView bytes, const ByteSink& sink)
{
    ZSTD_inBuffer in{bytes.data(), sizeOf(bytes), 0};
    while (true) {
        ZSTD_outBuffer out{m_state->buffer.data(), sizeOf(m_state->buffer), 0};
        const size_t answer = ZSTD_decompressStream(m_state->stream.get(), &out, &in);
        if (ZSTD_isError(answer)) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("this is no Zstandard file, or it is damaged: %1")
                               .arg(QLatin1StringView(ZSTD_getErrorName(answer))));
        }
        m_state->isWhole = answer == 0;
        TRY(sink(QByteArrayView(m_state->buffer.constData(), static_cast<qsizetype>(out.pos))));
        if (in.pos == in.size && out.pos < out.size) {
            return {};
        }
    }
}

} // namespace tamma::store
