// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/secret_rules.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

struct CorpusLine {
    QString path;
    QString text;
};

/// What stands for "{kind:length}" in the corpus: secrets are made when they are needed, so that no
/// scanner stumbles over the files.
QString randomText(const QString& kind, int length, QRandomGenerator& random)
{
    static const QString LETTERS = u"abcdefghijklmnopqrstuvwxyz"_s;
    static const QString CAPITALS = LETTERS.toUpper();
    static const QString DIGITS = u"0123456789"_s;
    static const QMap<QString, QString> ALPHABETS{
        {u"hex"_s, u"0123456789abcdef"_s},
        {u"d"_s, DIGITS},
        {u"L"_s, LETTERS + CAPITALS},
        {u"A"_s, CAPITALS + DIGITS},
        {u"A2"_s, CAPITALS + u"234567"_s},
        {u"w62"_s, LETTERS + CAPITALS + DIGITS},
        {u"w"_s, LETTERS + CAPITALS + DIGITS + u"_-"_s},
        {u"b64"_s, LETTERS + CAPITALS + DIGITS + u"+/"_s}};
    const QString alphabet = ALPHABETS.value(kind);
    QString text;
    for (int i = 0; i < length; ++i) {
        text += alphabet.at(random.bounded(alphabet.size()));
    }
    return text;
}

QList<CorpusLine> corpus(const QString& name, quint32 seed)
{
    static const QRegularExpression hole(u"\\{(hex|d|L|A|A2|w62|w|b64):(\\d+)\\}"_s);
    QFile file(qEnvironmentVariable("TAMMA_SOURCE_DIR") + u"/tests/data/secrets/"_s + name);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("Cannot read %s", qPrintable(name));
    }
    QRandomGenerator random(seed);
    QList<CorpusLine> lines;
    for (QString text : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        text.replace(u"BEGIN !"_s, u"BEGIN "_s);
        for (auto match = hole.match(text); match.hasMatch(); match = hole.match(text)) {
            text.replace(match.capturedStart(), match.capturedLength(),
                         randomText(match.captured(1), match.captured(2).toInt(), random));
        }
        lines.append({text.section(u'\t', 0, 0), text.section(u'\t', 1)});
    }
    return lines;
}

constexpr quint32 SEEDS = 20;

/// Returns the share of lines with a secret in it, in all the ways that the holes can be filled.
double foundShare(const QString& name, bool shouldBeFound)
{
    int found = 0;
    int all = 0;
    for (quint32 seed = 1; seed <= SEEDS; ++seed) {
        for (const CorpusLine& line : corpus(name, seed)) {
            const auto matches = gates::findSecrets(line.path, line.text);
            ++all;
            found += matches.isEmpty() ? 0 : 1;
            if (matches.isEmpty() == shouldBeFound) {
                qInfo("%s %u: %s", qPrintable(name), seed, qPrintable(line.text));
            }
        }
    }
    qInfo("%s: %d of %d", qPrintable(name), found, all);
    return double(found) / all;
}

} // namespace

class TestSecretCorpus : public QObject {
    Q_OBJECT

private slots:
    void findsWhatItWasMadeWith() { QVERIFY(foundShare(u"secrets.txt"_s, true) >= 0.95); }
    void findsWhatWasHeldOut() { QVERIFY(foundShare(u"secrets_held_out.txt"_s, true) >= 0.95); }
    void leavesCleanLinesAlone() { QVERIFY(foundShare(u"clean.txt"_s, false) <= 0.02); }

    // A real and large text that nobody fitted to the rules: the sources of this project.
    void leavesARealProjectAlone()
    {
        const QString top = qEnvironmentVariable("TAMMA_SOURCE_DIR");
        int lines = 0;
        int found = 0;
        for (const char* folder : {"/app", "/core", "/ui", "/packaging", "/resources"}) {
            QDirIterator files(
                top + QLatin1StringView(folder),
                {u"*.h"_s, u"*.cpp"_s, u"*.txt"_s, u"*.md"_s, u"*.json"_s, u"*.sh"_s}, QDir::Files,
                QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString path = file.fileName().mid(top.size() + 1);
                for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
                    ++lines;
                    for (const auto& match : gates::findSecrets(path, line)) {
                        ++found;
                        qInfo("%s: %s: %s", qPrintable(path), qPrintable(match.rule),
                              qPrintable(line));
                    }
                }
            }
        }
        qInfo("%d in %d lines", found, lines);
        QVERIFY(lines > 20'000);
        QVERIFY(found <= 5);
    }
};

QTEST_GUILESS_MAIN(TestSecretCorpus)
#include "tst_secret_corpus.moc"
