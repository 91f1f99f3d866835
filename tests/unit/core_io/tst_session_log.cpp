// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/session_folder.h"
#include "core/io/supervised/session_log.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace std::chrono_literals;
using io::SessionPiece;

namespace {

constexpr qint64 ROW_BYTES = 32;

SessionPiece piece(const QByteArray& bytes, SessionPiece::Kind kind = SessionPiece::Kind::Output)
{
    return {kind, 7ms, bytes};
}

} // namespace

class TestSessionLog : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto writer = io::SessionLogWriter::create(m_folder->path());
        QVERIFY(writer);
        m_writer = std::make_unique<io::SessionLogWriter>(*std::move(writer));
    }

    void givesBackWhatWasWrittenInItsOrder()
    {
        const QByteArray binary("\0\xff\n", 3);
        QVERIFY(m_writer->append(piece("one")));
        QVERIFY(m_writer->append(piece(binary, SessionPiece::Kind::Error)));
        QVERIFY(m_writer->append(piece({}, SessionPiece::Kind::Told)));
        auto reader = opened();
        const auto first = reader.next();
        QVERIFY(first);
        QCOMPARE(first->bytes, "one");
        QCOMPARE(first->at, 7ms);
        const auto second = reader.next();
        QVERIFY(second && second->kind == SessionPiece::Kind::Error);
        QCOMPARE(second->bytes, binary);
        QVERIFY(reader.next()->kind == SessionPiece::Kind::Told);
        QVERIFY(!reader.next());
        QCOMPARE(reader.position(), 3);
    }

    void beginsWhereItIsAskedTo()
    {
        QVERIFY(m_writer->append(piece("one")));
        QVERIFY(m_writer->append(piece("two")));
        auto reader = opened(1);
        QCOMPARE(reader.next()->bytes, "two");
    }

    void goesOnWhenTheLogGrows()
    {
        auto reader = opened();
        QVERIFY(!reader.next());
        QVERIFY(m_writer->append(piece("late")));
        QCOMPARE(reader.next()->bytes, "late");
    }

    void ignoresATornEnd_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<qint64>("size");
        QTest::newRow("half a row") << io::session_file::INDEX << ROW_BYTES + 9;
        QTest::newRow("no row") << io::session_file::INDEX << ROW_BYTES;
        QTest::newRow("a row without its bytes") << io::session_file::OUTPUT << qint64(3);
        QTest::newRow("a row with half its bytes") << io::session_file::OUTPUT << qint64(5);
    }

    void ignoresATornEnd()
    {
        QFETCH(const QString, file);
        QFETCH(const qint64, size);
        QVERIFY(m_writer->append(piece("one")));
        QVERIFY(m_writer->append(piece("three")));
        QVERIFY(QFile::resize(m_folder->path() + file, size));
        auto reader = opened();
        QCOMPARE(reader.next()->bytes, "one");
        QVERIFY(!reader.next());
        QVERIFY(!reader.next());
    }

    void ignoresARowWhoseBytesNeverReachedTheDisk_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<qint64>("place");
        QTest::newRow("zeros instead of the bytes") << io::session_file::OUTPUT << qint64(4);
        QTest::newRow("another length") << io::session_file::INDEX << ROW_BYTES + 16;
        QTest::newRow("a length beyond reason") << io::session_file::INDEX << ROW_BYTES + 19;
        QTest::newRow("another time") << io::session_file::INDEX << ROW_BYTES + 8;
        QTest::newRow("another kind") << io::session_file::INDEX << ROW_BYTES + 20;
    }

    void ignoresARowWhoseBytesNeverReachedTheDisk()
    {
        QFETCH(const QString, file);
        QFETCH(const qint64, place);
        QVERIFY(m_writer->append(piece("one")));
        QVERIFY(m_writer->append(piece("three")));
        QFile broken(m_folder->path() + file);
        QVERIFY(broken.open(QIODevice::ReadWrite));
        QVERIFY(broken.seek(place));
        QCOMPARE(broken.write("\x41", 1), 1);
        broken.close();
        auto reader = opened();
        QCOMPARE(reader.next()->bytes, "one");
        QVERIFY(!reader.next());
    }

    void isMadeOnceAndNotFoundElsewhere()
    {
        QVERIFY(!io::SessionLogWriter::create(m_folder->path()));
        const QTemporaryDir empty;
        QCOMPARE(io::SessionLogReader::open(empty.path()).error().code, errors::NOT_FOUND);
    }

    void keepsTheLastWillWhole()
    {
        auto life = io::SessionLife::take(m_folder->path());
        QVERIFY(life);
        QVERIFY(io::isSession(m_folder->path()));
        // The lock is of the open file: this process sees that it is held, too.
        QCOMPARE(io::stateOf(m_folder->path()).kind, io::SessionState::Kind::Running);
        QCOMPARE(io::SessionLife::take(m_folder->path()).error().code, errors::INVALID_ARGUMENT);
        QVERIFY(life->writeEnd({.exit = {137, 9},
                                .cause = "silence",
                                .at = 1234ms,
                                .outputLost = true,
                                .inheritedFiles = {{12, QByteArray("\0x", 2)}}}));
        const auto state = io::stateOf(m_folder->path());
        QCOMPARE(state.kind, io::SessionState::Kind::Ended);
        QCOMPARE(state.end->exit.code, 137);
        QCOMPARE(state.end->exit.signal, 9);
        QCOMPARE(state.end->cause, "silence");
        QCOMPARE(state.end->at, 1234ms);
        QVERIFY(state.end->outputLost);
        QCOMPARE(state.end->inheritedFiles.value(12), QByteArray("\0x", 2));
    }

    void isUnknownWithoutSupervisorAndLastWill_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("torn") << QByteArray("{\"code\":0,");
    }

    void isUnknownWithoutSupervisorAndLastWill()
    {
        QFETCH(const QByteArray, end);
        QVERIFY(io::SessionLife::take(m_folder->path())); // It is gone with this line.
        if (!end.isEmpty()) {
            QFile file(m_folder->path() + io::session_file::END);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(end);
        }
        const auto state = io::stateOf(m_folder->path());
        QCOMPARE(state.kind, io::SessionState::Kind::Unknown);
        QVERIFY(!state.isSupervised);
        QVERIFY(!state.supervisor.isOpen());
    }

private:
    [[nodiscard]] io::SessionLogReader opened(qint64 first = 0) const
    {
        return io::SessionLogReader::open(m_folder->path(), first).value();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<io::SessionLogWriter> m_writer;
};

QTEST_GUILESS_MAIN(TestSessionLog)
#include "tst_session_log.moc"
