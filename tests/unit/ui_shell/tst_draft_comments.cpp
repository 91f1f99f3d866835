// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/draft_comments.h"

#include "ui/shell/window_state.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;
using tamma::events::LineComment;

class TestDraftComments : public QObject {
    Q_OBJECT

    struct Desk {
        QTemporaryDir folder;
        QString file = folder.filePath(u"window.ini"_s);
        std::unique_ptr<WindowState> window = std::make_unique<WindowState>(file);

        void restart()
        {
            window.reset();
            window = std::make_unique<WindowState>(file);
        }
        void write(const QString& commit, int line, const QString& text)
        {
            setDraftComment(*window, commit, {u"a ü/b:c.cpp"_s, line, {}, text});
        }
        [[nodiscard]] QStringList texts(const QString& commit) const
        {
            QStringList texts;
            for (const LineComment& one : draftComments(*window, commit)) {
                texts.append(u"%1 %2 %3"_s.arg(one.file).arg(one.line).arg(one.text));
            }
            return texts;
        }
    };

private slots:
    void surviveTheWindow()
    {
        Desk desk;
        desk.write(u"c1"_s, 3, u"first\nsecond = \"%;ü\""_s);
        desk.write(u"c2"_s, 3, u"other"_s);
        desk.restart();
        QCOMPARE(desk.texts(u"c1"_s), QStringList{u"a ü/b:c.cpp 3 first\nsecond = \"%;ü\""_s});
        QCOMPARE(desk.texts(u"c2"_s), QStringList{u"a ü/b:c.cpp 3 other"_s});
        QVERIFY(desk.texts({}).isEmpty());
    }

    void oneLineHasOne()
    {
        Desk desk;
        desk.write(u"c"_s, 3, u"a"_s);
        desk.write(u"c"_s, 9, u"b"_s);
        desk.write(u"c"_s, 3, u"ab"_s);
        QCOMPARE(desk.texts(u"c"_s), (QStringList{u"a ü/b:c.cpp 3 ab"_s, u"a ü/b:c.cpp 9 b"_s}));
        desk.write(u"c"_s, 3, {});
        QCOMPARE(desk.texts(u"c"_s), QStringList{u"a ü/b:c.cpp 9 b"_s});
    }

    void onlyWhatWasSentIsForgotten()
    {
        Desk desk;
        desk.write(u"c"_s, 3, u"sent"_s);
        desk.write(u"c"_s, 4, u"sent, and changed since"_s);
        const auto sent = draftComments(*desk.window, u"c"_s);
        desk.write(u"c"_s, 4, u"changed"_s);
        desk.write(u"c"_s, 5, u"new"_s);
        forgetSentComments(*desk.window, u"c"_s, sent);
        QCOMPARE(desk.texts(u"c"_s),
                 (QStringList{u"a ü/b:c.cpp 4 changed"_s, u"a ü/b:c.cpp 5 new"_s}));
    }

    void damageLosesNothingElse_data()
    {
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("no JSON") << QByteArray("\0[{", 3);
        QTest::newRow("no list") << QByteArray("{\"file\":1}");
        QTest::newRow("no objects") << QByteArray("[1,2]");
    }
    void damageLosesNothingElse()
    {
        QFETCH(QByteArray, kept);
        Desk desk;
        desk.window->setBytes(u"drafts/c"_s, kept);
        desk.write(u"c"_s, 3, u"a"_s);
        QVERIFY(desk.texts(u"c"_s).contains(u"a ü/b:c.cpp 3 a"_s));
    }
};

QTEST_GUILESS_MAIN(TestDraftComments)
#include "tst_draft_comments.moc"
