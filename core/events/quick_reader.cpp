// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/quick_reader.h"

#include "core/events/payload_fields.h"

#include <QStringDecoder>

#include <simdjson.h>

#include <concepts>
#include <utility>

namespace tamma::events {

namespace {

/// QString::fromUtf8() would drop a mark of the byte order at the beginning.
QString textFrom(std::string_view text)
{
    if (!text.starts_with("\xEF\xBB\xBF")) {
        return QString::fromUtf8(text);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder.decode(QByteArrayView(text));
}

namespace dom = simdjson::dom;

constexpr qsizetype LONGEST = 64 * 1024; // The parser keeps fourteen times as much.

/// The visitor of payload_fields.h; a field that is missing keeps its default.
class QuickReader {
public:
    explicit QuickReader(dom::object object)
        : m_object(object)
    {
    }

    bool isRight = true;

    template <typename T> void operator()(const char* name, T& field)
    {
        dom::element value;
        if (isRight && m_object.at_key(name).get(value) == simdjson::SUCCESS) {
            isRight = read(value, field);
        }
    }

    template <HasFields T> static bool read(dom::element value, T& field)
    {
        dom::object object;
        if (value.get(object) != simdjson::SUCCESS) {
            return false;
        }
        QuickReader inner(object);
        fields(inner, field);
        return inner.isRight;
    }

private:
    static bool read(dom::element value, bool& field)
    {
        return value.get(field) == simdjson::SUCCESS;
    }
    template <std::integral T> static bool read(dom::element value, T& field)
    {
        int64_t whole = 0;
        if (value.get(whole) != simdjson::SUCCESS || !std::in_range<T>(whole)) {
            return false;
        }
        field = static_cast<T>(whole);
        return true;
    }
    static bool read(dom::element value, double& field)
    {
        return value.get(field) == simdjson::SUCCESS;
    }
    static bool read(dom::element value, QString& field)
    {
        std::string_view text;
        const bool isText = value.get(text) == simdjson::SUCCESS;
        field = textFrom(text);
        return isText;
    }
    template <typename Tag> static bool read(dom::element value, StrongId<Tag>& field)
    {
        QString text;
        const bool isText = read(value, text);
        field = StrongId<Tag>(std::move(text));
        return isText;
    }
    static bool read(dom::element value, QMap<QString, QString>& field)
    {
        dom::object object;
        return value.get(object) == simdjson::SUCCESS
            && std::ranges::all_of(object, [&field](const auto& entry) {
                   return read(entry.value, field[textFrom(entry.key)]);
               });
    }
    template <typename T> static bool read(dom::element value, QList<T>& field)
    {
        dom::array array;
        if (value.get(array) != simdjson::SUCCESS) {
            return false;
        }
        field.reserve(static_cast<qsizetype>(array.size()));
        return std::ranges::all_of(
            array, [&field](dom::element item) { return read(item, field.emplaceBack()); });
    }

    dom::object m_object;
};

/// What a thread needs again and again.
struct Workplace {
    dom::parser parser{static_cast<size_t>(LONGEST)};
    std::array<char, LONGEST + simdjson::SIMDJSON_PADDING> text;
};

} // namespace

bool readQuickly(const QByteArray& json, Payload& payload)
{
    if (json.size() > LONGEST) {
        return false;
    }
    thread_local const auto workplace = std::make_unique<Workplace>();
    std::ranges::copy(json, workplace->text.begin()); // The parser reads some bytes too many.
    dom::element document;
    if (workplace->parser.parse(workplace->text.data(), static_cast<size_t>(json.size()), false)
            .get(document)
        != simdjson::SUCCESS) {
        return false;
    }
    return std::visit(
        [document](auto& empty) {
            if constexpr (std::is_same_v<std::decay_t<decltype(empty)>, OpaquePayload>) {
                return false;
            } else {
                return QuickReader::read(document, empty);
            }
        },
        payload);
}

} // namespace tamma::events
