// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QFile>
#include <QList>

namespace tamma::test {

/// One change of a corpus.
struct CorpusChange {
    QString name; ///< The line after "## ".
    QList<git::FileDiff> files;
};

/// Reads changes that are written by hand: "## name" begins a change, "# path" or "# old => new" a
/// file in it, and then come lines with ' ', '-' or '+' in front, as in a unified diff. A file
/// with nothing but '+' lines is new, one with nothing but '-' lines is deleted.
class ChangeCorpus {
public:
    [[nodiscard]] static QList<CorpusChange> read(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("Cannot read %s", qPrintable(path));
        }
        ChangeCorpus corpus;
        for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
            corpus.take(line);
        }
        corpus.endFile();
        return corpus.m_changes;
    }

private:
    void take(const QString& line)
    {
        if (line.startsWith(u"## ")) {
            endFile();
            m_changes.append({line.sliced(3), {}});
        } else if (line.startsWith(u"# ")) {
            endFile();
            const QStringList names = line.sliced(2).split(QStringLiteral(" => "));
            m_diff.file.oldPath = names.first();
            m_diff.file.path = names.last();
        } else if (!line.isEmpty() && QStringLiteral(" -+").contains(line[0])) {
            takeContent(line[0], line.sliced(1).toUtf8() + '\n');
        }
    }

    void takeContent(QChar side, const QByteArray& content)
    {
        if (side == u' ') {
            m_isInHunk = false;
        } else if (!m_isInHunk) {
            m_isInHunk = true;
            m_diff.hunks.append({m_oldLine, 0, m_newLine, 0});
        }
        if (side != u'+') {
            m_diff.oldText += content;
            ++m_oldLine;
            if (m_isInHunk) {
                ++m_diff.hunks.last().oldCount;
            }
        }
        if (side != u'-') {
            m_diff.newText += content;
            ++m_newLine;
            if (m_isInHunk) {
                ++m_diff.hunks.last().newCount;
            }
        }
    }

    void endFile()
    {
        if (!m_diff.file.path.isEmpty()) {
            m_diff.file.kind = m_diff.file.path != m_diff.file.oldPath ? git::ChangeKind::Renamed
                : m_diff.oldText.isEmpty()                             ? git::ChangeKind::Added
                : m_diff.newText.isEmpty()                             ? git::ChangeKind::Deleted
                                                                       : git::ChangeKind::Modified;
            m_changes.last().files.append(m_diff);
        }
        m_diff = {};
        m_oldLine = m_newLine = 0;
        m_isInHunk = false;
    }

    QList<CorpusChange> m_changes;
    git::FileDiff m_diff;
    int m_oldLine = 0;
    int m_newLine = 0;
    bool m_isInHunk = false;
};

} // namespace tamma::test
