// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <QDirIterator>
#include <QFile>

namespace tamma::architecture {

using namespace Qt::StringLiterals;

namespace {

/// Copies a text into code and comments, one construct at a time.
class Scrubber {
public:
    explicit Scrubber(const QString& text)
        : m_text(text)
        , m_code(text.size(), u' ')
        , m_comments(text.size(), u' ')
    {
    }

    void run()
    {
        while (m_at < m_text.size()) {
            step();
        }
    }

    [[nodiscard]] QString code() const { return m_code; }
    [[nodiscard]] QString comments() const { return m_comments; }

private:
    [[nodiscard]] QStringView rest() const { return QStringView(m_text).sliced(m_at); }
    [[nodiscard]] QChar previous() const { return m_at > 0 ? m_text[m_at - 1] : QChar(u' '); }

    void step()
    {
        if (rest().startsWith(u"//")) {
            copy(m_comments, ending(m_text.indexOf(u'\n', m_at)));
        } else if (rest().startsWith(u"/*")) {
            const qsizetype end = m_text.indexOf(u"*/"_s, m_at + 2);
            copy(m_comments, ending(end < 0 ? end : end + 2));
        } else if (rest().startsWith(u"R\"")) {
            skipRawString();
        } else if (rest().startsWith(u'"') || (rest().startsWith(u'\'') && !inNumber())) {
            skipLiteral(m_text[m_at]);
        } else {
            copy(m_code, m_at + 1);
        }
    }

    [[nodiscard]] bool inNumber() const { return previous().isLetterOrNumber(); }

    [[nodiscard]] qsizetype ending(qsizetype found) const
    {
        return found < 0 ? m_text.size() : found;
    }

    void copy(QString& target, qsizetype end)
    {
        for (; m_at < end; ++m_at) {
            target[m_at] = m_text[m_at];
        }
        keepLines();
    }

    /// Line breaks belong to both halves, so that both count the same lines.
    void keepLines()
    {
        for (; m_kept < m_at; ++m_kept) {
            if (m_text[m_kept] == u'\n') {
                m_code[m_kept] = u'\n';
                m_comments[m_kept] = u'\n';
            }
        }
    }

    void skipRawString()
    {
        const qsizetype open = ending(m_text.indexOf(u'(', m_at));
        const QString close = u')' + m_text.sliced(m_at + 2, open - m_at - 2) + u'"';
        const qsizetype end = m_text.indexOf(close, open);
        quote(end < 0 ? m_text.size() : end + close.size());
    }

    void skipLiteral(QChar mark)
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != mark && m_text[end] != u'\n') {
            end += m_text[end] == u'\\' ? 2 : 1;
        }
        quote(std::min(end + 1, m_text.size()));
    }

    void quote(qsizetype end)
    {
        m_code[m_at] = u'"';
        m_code[end - 1] = u'"';
        m_at = end;
        keepLines();
    }

    const QString& m_text;
    QString m_code;
    QString m_comments;
    qsizetype m_at = 0;
    qsizetype m_kept = 0;
};

} // namespace

SourceFile sourceFile(const QString& path, const QString& text)
{
    Scrubber scrubber(text);
    scrubber.run();
    return {path, text, scrubber.code(), scrubber.comments()};
}

QList<SourceFile> readSources(const QString& root, const QStringList& folders)
{
    QStringList paths;
    for (const QString& folder : folders) {
        QDirIterator files(root + u'/' + folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            paths.append(QDir(root).relativeFilePath(files.next()));
        }
    }
    paths.sort();
    QList<SourceFile> sources;
    for (const QString& path : std::as_const(paths)) {
        QFile file(root + u'/' + path);
        if (file.open(QIODevice::ReadOnly)) {
            sources.append(sourceFile(path, QString::fromUtf8(file.readAll())));
        }
    }
    return sources;
}

QString violation(const SourceFile& file, qsizetype line, const QString& message)
{
    return u"%1:%2: %3"_s.arg(file.path).arg(line).arg(message);
}

qsizetype lineAt(const QString& text, qsizetype offset)
{
    return QStringView(text).first(offset).count(u'\n') + 1;
}

} // namespace tamma::architecture
