// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/changed_file_list.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {
namespace {

/// What happened to a file, as a letter, a word and a colour.
struct KindLook {
    QString letter;
    QString word;
    InkAndTint colours;
};

KindLook lookOf(git::ChangeKind kind, const ColourTokens& colours)
{
    switch (kind) {
    case git::ChangeKind::Added:
        return {QStringLiteral("A"), ChangedFileList::tr("Added"), colours.passed};
    case git::ChangeKind::Deleted:
        return {QStringLiteral("D"), ChangedFileList::tr("Deleted"), colours.failed};
    case git::ChangeKind::Renamed:
        return {QStringLiteral("R"), ChangedFileList::tr("Renamed"), colours.idle};
    case git::ChangeKind::Modified:
        break;
    }
    return {QStringLiteral("M"), ChangedFileList::tr("Modified"), colours.running};
}

QString plus(int lines)
{
    return u'+' + QString::number(lines);
}

QString minus(int lines)
{
    return QChar(0x2212) + QString::number(lines);
}

} // namespace

void ChangedFileSource::setFiles(QList<git::ChangedFile> files)
{
    m_files = std::move(files);
    m_rows.clear();
    for (qint64 row = 0; row < m_files.size(); ++row) {
        auto& id = m_ids[m_files[row].path];
        id = id == RowId{} ? RowId(m_ids.size()) : id;
        m_rows.insert(id, row);
    }
    emit replaced();
}

qint64 ChangedFileSource::rowOfPath(const QString& path) const
{
    const auto id = m_ids.constFind(path);
    return id == m_ids.constEnd() ? -1 : rowOf(*id);
}

ChangedFileList::ChangedFileList(QWidget* parent)
    : VirtualList(parent)
{
    setObjectName(QStringLiteral("changedFiles"));
    setAccessibleName(tr("Changed files"));
    setFrameShape(QFrame::NoFrame);
    setRowHeight(std::max(metrics::DENSE_ROW + 2, fontMetrics().height() + 8));
    setSource(&m_files);
}

void ChangedFileList::setFiles(QList<git::ChangedFile> files)
{
    m_files.setFiles(std::move(files));
}

void ChangedFileList::setNotes(const QMap<QString, NoteCount>& notes)
{
    m_notes = notes;
    viewport()->update();
}

bool ChangedFileList::select(const QString& path)
{
    const qint64 row = m_files.rowOfPath(path);
    if (row >= 0) {
        setCurrentRow(row);
    }
    return row >= 0;
}

const git::ChangedFile* ChangedFileList::current() const
{
    const qint64 row = currentRow();
    return row < 0 ? nullptr : &files()[row];
}

QString ChangedFileList::rowText(qint64 row) const
{
    const auto& file = files()[row];
    const auto word = lookOf(file.kind, colourTokens(palette())).word;
    const auto counts = file.binary
        ? tr("binary")
        : tr("%1 added, %2 removed").arg(file.linesAdded).arg(file.linesRemoved);
    auto text = QStringLiteral("%1  %2  %3").arg(word, file.path, counts);
    const auto notes = m_notes.value(file.path);
    if (notes.findings > 0) {
        text += QStringLiteral("  ")
            + (notes.findings == 1 ? tr("1 finding") : tr("%1 findings").arg(notes.findings));
    }
    if (notes.comments > 0) {
        text += QStringLiteral("  ")
            + (notes.comments == 1 ? tr("1 comment") : tr("%1 comments").arg(notes.comments));
    }
    return text;
}

QString ChangedFileList::rowToolTip(qint64 row, QPoint) const
{
    const auto& file = files()[row];
    return file.kind == git::ChangeKind::Renamed
        ? tr("%1\nRenamed from %2").arg(file.path, file.oldPath)
        : rowText(row);
}

void ChangedFileList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    const auto& colours = colourTokens(palette());
    const auto& file = files()[row];
    const auto look = lookOf(file.kind, colours);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(layoutDirection(), rect,
                                  QRect(rect.x() + left, rect.y(), width, rect.height()));
    };
    const int letterSize = 18;
    const QRect letter = place(10, letterSize);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.colours.tint);
    painter.drawRoundedRect(
        QRect(letter.x(), letter.center().y() - letterSize / 2 + 1, letterSize, letterSize), 4, 4);
    paintLine(painter, letter,
              {look.letter, look.colours.ink, metrics::strong(metrics::caption(font())),
               Qt::AlignHCenter});

    const QFont numbers = metrics::code(metrics::caption(font()));
    const QFontMetrics numberMetrics(numbers);
    int right = rect.width() - 10;
    const auto count = [&](const QString& text, const QColor& colour, int least) {
        const int width = std::max(numberMetrics.horizontalAdvance(text) + 2, least);
        paintLine(painter, place(right - width, width), {text, colour, numbers, Qt::AlignTrailing});
        right -= width + 6;
    };
    if (file.binary) {
        count(tr("binary"), colours.secondary, 0);
    } else {
        const int column = numberMetrics.horizontalAdvance(QStringLiteral("+0000"));
        count(minus(file.linesRemoved),
              file.linesRemoved > 0 ? colours.failed.ink : colours.secondary, column);
        count(plus(file.linesAdded), file.linesAdded > 0 ? colours.passed.ink : colours.secondary,
              column);
    }
    right = paintNotes(painter, rect, row, right);
    const auto slash = file.path.lastIndexOf(u'/');
    const auto name = file.path.mid(slash + 1);
    const int left = 10 + letterSize + 8;
    const int nameWidth = std::min(fontMetrics().horizontalAdvance(name) + 1, right - left);
    paintLine(painter, place(left, nameWidth), {name, colours.text, font()});
    const int folderRoom = right - left - nameWidth - 8;
    if (slash > 0 && folderRoom > 24) {
        const QFont quiet = metrics::caption(font());
        const auto folder
            = QFontMetrics(quiet).elidedText(file.path.left(slash), Qt::ElideMiddle, folderRoom);
        paintLine(painter, place(left + nameWidth + 8, folderRoom),
                  {folder, colours.secondary, quiet});
    }
}

/// Returns what is left on the left of the counts.
int ChangedFileList::paintNotes(QPainter& painter, const QRect& rect, qint64 row, int right) const
{
    const auto& colours = colourTokens(palette());
    const auto notes = m_notes.value(files()[row].path);
    const QFont numbers = metrics::code(metrics::caption(font()));
    const auto count = [&](int number, const QString& iconName, const QColor& ink) {
        if (number == 0) {
            return;
        }
        const auto text = QString::number(number);
        const int width = QFontMetrics(numbers).horizontalAdvance(text) + 2;
        const auto place = [&](int least) {
            right -= least;
            return QStyle::visualRect(layoutDirection(), rect,
                                      QRect(rect.x() + right, rect.y(), least, rect.height()));
        };
        paintLine(painter, place(width), {text, ink, numbers, Qt::AlignTrailing});
        paintIcon(painter, place(metrics::ICON), iconName, ink);
        right -= 6;
    };
    count(notes.comments, QStringLiteral("message-square"), colours.running.ink);
    const auto worst = severityLook(notes.severity, colours);
    count(notes.findings, worst.icon, worst.colours.ink);
    return right;
}

} // namespace tamma::ui
