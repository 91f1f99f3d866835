// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scripted_engine.h"
#include "ui/diff/diff_pane.h"

namespace tamma::ui {

inline const QByteArray OLD_TEXT = R"(#include "orders.h"

namespace shop {

// Sums up what a customer has to pay.
// Prices are whole dollars.
int total(const Order& order)
{
    int sum = 0;
    for (const auto& item : order.items) {
        sum += round(item.price) * item.count;
    }
    return sum;
}

bool isEmpty(const Order& order)
{
    return order.items.empty();
}

int count(const Order& order)
{
    return static_cast<int>(order.items.size());
}

} // namespace shop
)";

inline const QByteArray NEW_TEXT = R"(#include "orders.h"

namespace shop {

// Sums up what a customer has to pay.
// Prices are whole cents.
Cents total(const Order& order)
{
    Cents sum{0};
    for (const auto& item : order.items) {
        sum += toCents(item.price) * item.count;
    }
    return sum;
}

bool isEmpty(const Order& order)
{
    return order.items.empty();
}

int count(const Order& order)
{
    return static_cast<int>(order.items.size());
}

std::string describe(const Order& order)
{
    return "order with " + std::to_string(count(order)) + " lines, total " + format(total(order));
}

} // namespace shop
)";

inline git::FileDiff source(const QString& path)
{
    return {{path, path, git::ChangeKind::Modified, 9, 4},
            OLD_TEXT,
            NEW_TEXT,
            {{5, 2, 5, 2}, {8, 1, 8, 1}, {10, 1, 10, 1}, {24, 0, 24, 5}}};
}

inline const engine::DiffRequest REQUEST{QStringLiteral("/repository"), QStringLiteral("a"),
                                         QStringLiteral("b")};

/// An engine with a change of five files of every kind.
struct Shop : ScriptedEngine {
    Shop()
    {
        using K = git::ChangeKind;
        const auto file = [](const char* path, K kind, int added, int removed) {
            return git::ChangedFile{QLatin1StringView(path), QLatin1StringView(path), kind, added,
                                    removed};
        };
        auto list = QList<git::ChangedFile>{
            file("src/orders/total.cpp", K::Modified, 9, 4),
            file("src/orders/cents.h", K::Added, 3, 0),
            file("src/legacy/very/deeply/nested/folders/rounding_of_prices.cpp", K::Deleted, 0,
                 120),
            file("README.md", K::Renamed, 1, 1),
            file("docs/logo.png", K::Modified, 0, 0),
        };
        list[3].oldPath = QStringLiteral("README");
        list[4].binary = true;
        files = list;
        diffs[list[0].path] = source(list[0].path);
        diffs[list[1].path]
            = git::FileDiff{list[1], {}, "#pragma once\n\nusing Cents = long;\n", {{0, 0, 0, 3}}};
        diffs[list[4].path] = git::FileDiff{list[4], {}, {}, {}};
    }
};

inline bool isShown(const DiffPane& pane, const QString& path)
{
    const auto* document = const_cast<DiffPane&>(pane).view().document();
    return document != nullptr && document->file.path == path;
}

} // namespace tamma::ui
