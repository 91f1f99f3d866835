// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/virtual_list_accessibility.h"

#include "ui/widgets/virtual_list.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QLocale>
#include <QPointer>
#include <QWindow>

#include <mutex>

namespace tamma::ui {
namespace {

/// One row in view, as assistive programs see it.
class AccessibleRow final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessibleRow(VirtualList& list, qint64 row)
        : m_list(&list)
        , m_row(row)
    {
    }

    [[nodiscard]] qint64 row() const { return m_row; }

    [[nodiscard]] bool isValid() const override
    {
        return m_list != nullptr && m_row < m_list->rowCount();
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override
    {
        return m_list == nullptr ? nullptr : m_list->window()->windowHandle();
    }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_list);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) {
            return {};
        }
        if (kind == QAccessible::Name) {
            return m_list->rowText(m_row);
        }
        if (kind == QAccessible::Description) {
            const auto locale = m_list->locale();
            return VirtualList::tr("row %1 of %2")
                .arg(locale.toString(m_row + 1), locale.toString(m_list->rowCount()));
        }
        return {};
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const auto* view = m_list->viewport();
        const QRect seen = m_list->rowRect(m_row).intersected(view->rect());
        return {view->mapToGlobal(seen.topLeft()), seen.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = m_list->selection().mode() != SelectionMode::None;
        state.focusable = true;
        state.selected = m_list->selection().rows().contains(m_row);
        state.focused = m_list->hasFocus() && m_row == m_list->currentRow();
        state.offscreen = !m_list->rowRect(m_row).intersects(m_list->viewport()->rect());
        state.busy = m_list->source() != nullptr && !m_list->source()->ready(m_row);
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override
    {
        if (isValid() && name == pressAction()) {
            m_list->setFocus(Qt::OtherFocusReason);
            m_list->setCurrentRow(m_row);
            emit m_list->activated(m_list->currentId(), m_row);
        }
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<VirtualList> m_list;
    qint64 m_row;
};

/// The list: its children are the rows in view.
class AccessibleList final : public QAccessibleWidget {
public:
    explicit AccessibleList(VirtualList* list)
        : QAccessibleWidget(list, QAccessible::List)
    {
    }

    ~AccessibleList() override { forgetRows(); }

    [[nodiscard]] int childCount() const override
    {
        return static_cast<int>(std::max<qint64>(0, end() - list().firstVisibleRow()));
    }

    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const qint64 row = list().firstVisibleRow() + index;
        return index < 0 || row >= end() ? nullptr : accessibleRow(row);
    }

    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (child == nullptr || child->role() != QAccessible::ListItem) {
            return -1;
        }
        const qint64 row = static_cast<const AccessibleRow*>(child)->row();
        const bool seen = row >= list().firstVisibleRow() && row < end();
        return seen ? static_cast<int>(row - list().firstVisibleRow()) : -1;
    }

    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint point = list().viewport()->mapFromGlobal(QPoint(x, y));
        const qint64 row = list().viewport()->rect().contains(point) ? list().rowAt(point) : -1;
        return row < 0 ? nullptr : accessibleRow(row);
    }

    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        const qint64 row = list().currentRow();
        return row < 0 || !list().hasFocus() ? nullptr : accessibleRow(row);
    }

private:
    static constexpr qsizetype MOST_ROWS = 512;

    [[nodiscard]] VirtualList& list() const { return static_cast<VirtualList&>(*object()); }
    [[nodiscard]] qint64 end() const
    {
        return std::min(list().endOfVisibleRows(), list().rowCount());
    }

    QAccessibleInterface* accessibleRow(qint64 row) const
    {
        if (const auto known = m_rows.constFind(row); known != m_rows.cend()) {
            return QAccessible::accessibleInterface(*known);
        }
        if (m_rows.size() >= MOST_ROWS) {
            forgetRows();
        }
        auto* interface = new AccessibleRow(list(), row); // Qt's registry owns it from here.
        m_rows.insert(row, QAccessible::registerAccessibleInterface(interface));
        return interface;
    }

    void forgetRows() const
    {
        for (const auto id : std::exchange(m_rows, {})) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    mutable QHash<qint64, QAccessible::Id> m_rows; // A cache of what was asked for.
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    Q_UNUSED(className); // Qt asks for every class up to the base; the most derived asks first.
    auto* list = qobject_cast<VirtualList*>(object);
    return list == nullptr ? nullptr : new AccessibleList(list);
}

} // namespace

void installVirtualListAccessibility()
{
    static std::once_flag once;
    std::call_once(once, [] { QAccessible::installFactory(makeInterface); });
}

void reportCurrentRow(VirtualList& list)
{
    const qint64 child = list.currentRow() - list.firstVisibleRow();
    if (!QAccessible::isActive() || !list.hasFocus() || child < 0) {
        return;
    }
    QAccessibleEvent event(&list, QAccessible::Focus);
    event.setChild(static_cast<int>(child));
    QAccessible::updateAccessibility(&event);
}

void reportRowsChanged(VirtualList& list)
{
    if (QAccessible::isActive()) {
        QAccessibleEvent event(&list, QAccessible::VisibleDataChanged);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace tamma::ui
