// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/recovered/kept_list.h"

#include "ui/client/gui_session.h"
#include "ui/text/kept_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using engine::KeptItem;

namespace {

constexpr int KEPT_HEIGHT = 80;

QString extentAndAge(const KeptItem& item, Timestamp now)
{
    return QStringList{keptExtent(item.work), agoText(item.work.keptAt, now),
                       keptFor(item.work, now)}
        .join(u" · "_s);
}

} // namespace

QString ownerOf(const GuiSession& session, const git::KeptWork& work)
{
    const readmodels::LoopRow* loop = session.loop(LoopId(work.loop));
    return loop == nullptr ? work.loop : issueLabel(loop->issueNumber) + u' ' + loop->title;
}

KeptWorkList::KeptWorkList(const GuiSession& session, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_rows(new ListedRows<KeptItem>(
          [](const KeptItem& item) { return item.repository + u'\n' + item.work.ref; }, this))
{
    setObjectName(u"keptList"_s);
    setAccessibleName(tr("Recovered work"));
    setRowHeight(KEPT_HEIGHT);
    setSource(m_rows);
}

const KeptItem* KeptWorkList::current() const
{
    return currentRow() < 0 ? nullptr : &m_rows->at(currentRow());
}

QString KeptWorkList::rowText(qint64 row) const
{
    const KeptItem& item = m_rows->at(row);
    return QStringList{ownerOf(m_session, item.work), keptReason(item.work),
                       extentAndAge(item, m_session.now())}
        .join(u", "_s);
}

QString KeptWorkList::rowToolTip(qint64 row, QPoint) const
{
    const KeptItem& item = m_rows->at(row);
    return u"%1\n%2\n%3"_s.arg(ownerOf(m_session, item.work), item.repository, item.work.ref);
}

void KeptWorkList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    const auto& colours = colourTokens(palette());
    const KeptItem& item = m_rows->at(row);
    const QRect inner = rect.adjusted(metrics::SPACE_3, 10, -metrics::SPACE_3, -10);
    const int third = inner.height() / 3;
    const auto lineAt = [&](int index) {
        return QRect(inner.x(), inner.y() + index * third, inner.width(), third);
    };
    paintLine(painter, lineAt(0),
              {ownerOf(m_session, item.work), colours.text, metrics::strong(font())});
    paintLine(painter, lineAt(1), {keptReason(item.work), colours.text, font()});
    paintLine(painter, lineAt(2),
              {extentAndAge(item, m_session.now()), colours.secondary, metrics::caption(font())});
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.border);
}

} // namespace tamma::ui
