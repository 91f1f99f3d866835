// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_document.h"

#include <QTest>

using namespace tamma;
using namespace tamma::ui;

namespace {

/// C++ with what makes the state of a line depend on far earlier ones: long comments, raw strings.
QByteArray source(int lines)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i) {
        switch (i % 150) {
        case 40:
            text += "/* a comment that goes on\n";
            break;
        case 120:
            text += "and ends here */ int after = 1;\n";
            break;
        default:
            text += "int value" + QByteArray::number(i) + " = call(\"text\", 12); // why\n";
        }
    }
    return text;
}

} // namespace

class TestHighlighter : public QObject {
    Q_OBJECT

private slots:
    void anyLineLooksTheSameFromACheckpointAsFromTheStart()
    {
        const LineIndex lines(source(700));
        Highlighter stepwise(QStringLiteral("a.cpp"), {}, lines);
        Highlighter whole(QStringLiteral("a.cpp"), {}, lines);
        while (whole.advance(64)) { }
        for (int line = 0; line < lines.count();
             ++line) { // Each block makes the next one reachable.
            const auto expected = stepwise.spans(DiffSide::New, line);
            QVERIFY(expected.has_value());
            QCOMPARE(whole.spans(DiffSide::New, line), expected);
        }
        for (int line = lines.count() - 1; line >= 0; line -= 7) {
            QCOMPARE(whole.spans(DiffSide::New, line), stepwise.spans(DiffSide::New, line));
        }
    }

    void farLinesHaveToWait()
    {
        Highlighter highlighter(QStringLiteral("a.cpp"), LineIndex(source(1000)),
                                LineIndex(source(1000)));
        QVERIFY(!highlighter.spans(DiffSide::New, 900).has_value());
        QVERIFY(highlighter.advance(1000));
        QVERIFY(!highlighter.spans(DiffSide::Old, 900).has_value());
        while (highlighter.advance(1000)) { }
        QVERIFY(highlighter.spans(DiffSide::New, 900).has_value());
        QVERIFY(highlighter.spans(DiffSide::Old, 999).has_value());
    }

    void commentsAndStringsHaveColoursOfTheirOwn()
    {
        Highlighter highlighter(QStringLiteral("a.cpp"), {},
                                LineIndex("int a = 1; /// what it is\n"));
        const auto spans = highlighter.spans(DiffSide::New, 0);
        QVERIFY(spans.has_value() && !spans->isEmpty());
        for (const auto scheme : {ColourScheme::Light, ColourScheme::Dark}) {
            const auto last = highlighter.format(spans->last().format, scheme).colour;
            QVERIFY(last.isValid());
            QVERIFY(last != colourTokens(scheme).text);
        }
    }

    void whatCannotBeColouredIsPlain_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("unknown language") << "notes.unknown-kind" << QByteArray("int a;\n");
        QTest::newRow("very large") << "a.cpp" << QByteArray(11 * 1024 * 1024, '\n');
        QTest::newRow("very long line") << "a.cpp" << "int " + QByteArray(5000, 'a') + ";\n";
    }
    void whatCannotBeColouredIsPlain()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        Highlighter highlighter(path, {}, LineIndex(text));
        const auto spans = highlighter.spans(DiffSide::New, 0);
        QVERIFY(spans.has_value());
        QVERIFY(spans->isEmpty());
        QVERIFY(!highlighter.advance(100));
    }

    void aDocumentIsColouredUpToItsFirstChange()
    {
        git::FileDiff diff{{QStringLiteral("a.cpp")}, source(3000), source(3000) + "int last;\n"};
        diff.hunks = {{3000, 0, 3000, 1}};
        const auto document = makeDiffDocument(diff);
        QVERIFY(document->highlighter->spans(DiffSide::New, 3000).has_value());
        QCOMPARE(document->rows.changeCount(), 1);
    }

    void linesAreFoundByteForByte()
    {
        const LineIndex lines("one\r\ntwo\n\nfour");
        QCOMPARE(lines.count(), 4);
        QCOMPARE(lines.text(0), QStringLiteral("one"));
        QCOMPARE(lines.text(1), QStringLiteral("two"));
        QCOMPARE(lines.text(2), QString());
        QCOMPARE(lines.text(3), QStringLiteral("four"));
        QVERIFY(lines.endsOpen());
        QVERIFY(!LineIndex("a\n").endsOpen());
        QCOMPARE(LineIndex("a\n").count(), 1);
        QCOMPARE(LineIndex("").count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestHighlighter)
#include "tst_highlighter.moc"
