// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <functional>
#include <string_view>

namespace tamma::intelligence {

/// Calls `visit` with every word of `text`, in order, folded so that words compare: lower case,
/// plural endings cut. Identifiers are taken apart ("parseHttpURL_v2" gives parse, http, url, v2)
/// and also come whole, because a whole identifier is rare and says the most.
///
/// Shape    Bytes above 127 count as letters, so UTF-8 words stay whole; single letters are left
///          out. The view is valid during the call only.
void forEachWord(QByteArrayView text, const std::function<void(std::string_view)>& visit);

/// Returns the words of a question to search with: each once, in the order of their first use,
/// without the words that are in every text ("the", "should", "please").
[[nodiscard]] QByteArrayList searchWords(QByteArrayView text);

} // namespace tamma::intelligence
