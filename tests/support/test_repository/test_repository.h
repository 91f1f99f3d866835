// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace tamma::tests {

/// A real git repository of a user in a temporary folder, made and read with the git program: an
/// opinion about git that does not come from the code under test.
///
/// Shape    A main checkout in a folder with a space in its name, on `main`, empty at first. The
///          settings of the person who runs the tests do not count; author and dates are fixed, so
///          equal steps give equal hashes.
/// Errors   A git call that fails ends the test program and prints what git said.
/// Threads  One object, one thread; git itself may be used by others at the same time.
class TestRepository {
public:
    using Files = QMap<QString, QByteArray>;

    TestRepository();

    [[nodiscard]] QString path() const { return m_root; }

    /// A folder beside the repository that is deleted with it: for the data of Tamma.
    [[nodiscard]] QString outside(const QString& name) const { return m_folder.filePath(name); }

    /// Runs git in the checkout and returns what it printed, without the last line end.
    QString git(const QStringList& arguments) const { return gitIn(m_root, arguments); }
    QString gitIn(const QString& folder, const QStringList& arguments) const;

    /// The same, for calls that are expected to fail: returns whether git was content.
    [[nodiscard]] bool tryGit(const QStringList& arguments) const;

    /// Writes files into the checkout without committing them.
    void write(const Files& files) const;
    [[nodiscard]] QByteArray read(const QString& path) const;

    /// Writes and commits files on the branch that is checked out; returns the hash.
    QString commit(const Files& files, const QString& message = QStringLiteral("Change")) const;

    /// Makes a commit on `branch` (made from HEAD if there is none) and comes back to the branch
    /// that was checked out. Returns the hash.
    QString commitOn(const QString& branch, const Files& files,
                     const QString& message = QStringLiteral("Change")) const;

    [[nodiscard]] QString head(const QString& revision = QStringLiteral("HEAD")) const
    {
        return git({QStringLiteral("rev-parse"), revision});
    }

private:
    QTemporaryDir m_folder;
    QString m_root;
};

} // namespace tamma::tests
