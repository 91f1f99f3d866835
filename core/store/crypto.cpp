// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/crypto.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

namespace tamma::store {

namespace {

constexpr int NONCE_SIZE = 12;
constexpr int TAG_SIZE = 16;
constexpr size_t SIGNATURE_SIZE = 64;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const uchar* in(const QByteArray& bytes)
{
    return reinterpret_cast<const uchar*>(bytes.constData());
}

uchar* out(QByteArray& bytes)
{
    return reinterpret_cast<uchar*>(bytes.data());
}

int sizeOf(const QByteArray& bytes)
{
    return static_cast<int>(bytes.size());
}

// Only memory can be missing here, and a generator that the system does not have.
void mustWork(bool worked)
{
    if (!worked) {
        qFatal("OpenSSL cannot work on this machine");
    }
}

// To look it up takes longer than to seal a sentence with it.
const EVP_CIPHER* aes256Gcm()
{
    static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return cipher;
}

Key signingKey(const QByteArray& key)
{
    return {key.size() == crypto::KEY_SIZE
                ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, in(key),
                                               static_cast<size_t>(key.size()))
                : nullptr,
            &EVP_PKEY_free};
}

} // namespace

QByteArray crypto::randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    mustWork(RAND_bytes(out(bytes), sizeOf(bytes)) == 1);
    return bytes;
}

QByteArray crypto::seal(const QByteArray& key, const QByteArray& context, const QByteArray& text)
{
    const QByteArray nonce = randomBytes(NONCE_SIZE);
    QByteArray hidden(text.size(), Qt::Uninitialized);
    QByteArray tag(TAG_SIZE, Qt::Uninitialized);
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    mustWork(key.size() == KEY_SIZE && cipher
             && EVP_EncryptInit_ex(cipher.get(), aes256Gcm(), nullptr, in(key), in(nonce)) == 1
             && EVP_EncryptUpdate(cipher.get(), nullptr, &written, in(context), sizeOf(context))
                 == 1
             && EVP_EncryptUpdate(cipher.get(), out(hidden), &written, in(text), sizeOf(text)) == 1
             && EVP_EncryptFinal_ex(cipher.get(), out(hidden) + written, &written) == 1
             && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, TAG_SIZE, out(tag)) == 1);
    return nonce + hidden + tag;
}

std::optional<QByteArray> crypto::open(const QByteArray& key, const QByteArray& context,
                                       const QByteArray& sealed)
{
    if (key.size() != KEY_SIZE || sealed.size() < NONCE_SIZE + TAG_SIZE) {
        return std::nullopt;
    }
    const QByteArray hidden = sealed.sliced(NONCE_SIZE, sealed.size() - NONCE_SIZE - TAG_SIZE);
    QByteArray tag = sealed.last(TAG_SIZE);
    QByteArray text(hidden.size(), Qt::Uninitialized);
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    const bool opened = cipher
        && EVP_DecryptInit_ex(cipher.get(), aes256Gcm(), nullptr, in(key), in(sealed)) == 1
        && EVP_DecryptUpdate(cipher.get(), nullptr, &written, in(context), sizeOf(context)) == 1
        && EVP_DecryptUpdate(cipher.get(), out(text), &written, in(hidden), sizeOf(hidden)) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, TAG_SIZE, out(tag)) == 1
        && EVP_DecryptFinal_ex(cipher.get(), out(text) + written, &written) == 1;
    return opened ? std::optional(text) : std::nullopt;
}

QByteArray crypto::publicKeyOf(const QByteArray& key)
{
    const Key signing = signingKey(key);
    QByteArray result(KEY_SIZE, Qt::Uninitialized);
    size_t size = KEY_SIZE;
    return signing && EVP_PKEY_get_raw_public_key(signing.get(), out(result), &size) == 1
        ? result
        : QByteArray();
}

QByteArray crypto::sign(const QByteArray& key, const QByteArray& message)
{
    const Key signing = signingKey(key);
    const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    QByteArray signature(SIGNATURE_SIZE, Qt::Uninitialized);
    size_t size = SIGNATURE_SIZE;
    return signing && digest
            && EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, signing.get()) == 1
            && EVP_DigestSign(digest.get(), out(signature), &size, in(message),
                              static_cast<size_t>(message.size()))
                == 1
        ? signature
        : QByteArray();
}

bool crypto::isSignedBy(const QByteArray& publicKey, const QByteArray& message,
                        const QByteArray& signature)
{
    if (publicKey.size() != KEY_SIZE) {
        return false;
    }
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, in(publicKey),
                                              static_cast<size_t>(publicKey.size())),
                  &EVP_PKEY_free);
    const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return key && digest
        && EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestVerify(digest.get(), in(signature), static_cast<size_t>(signature.size()),
                            in(message), static_cast<size_t>(message.size()))
        == 1;
}

} // namespace tamma::store
