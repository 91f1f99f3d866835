// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/report_files.h"

#include "core/gates/findings/tool_findings.h"
#include "core/gates/path_glob.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace tamma::gates {

namespace {

constexpr int MOST_REPORTS = 200;
constexpr qsizetype MOST_REPORTED = 100;
constexpr qint64 LARGEST_REPORT = 4 * 1024 * 1024;

} // namespace

QList<events::Finding> reportedFindings(const QString& checkout, const ReportFiles& files)
{
    QList<events::Finding> findings;
    if (files.globs.isEmpty()) {
        return findings;
    }
    QDirIterator entries(checkout, QDir::Files | QDir::NoSymLinks | QDir::Hidden,
                         QDirIterator::Subdirectories);
    int read = 0;
    while (entries.hasNext() && read < MOST_REPORTS && findings.size() < MOST_REPORTED) {
        const QFileInfo entry = entries.nextFileInfo();
        const QString path = QDir(checkout).relativeFilePath(entry.filePath());
        QFile file(entry.filePath());
        if (!fitsAnyGlob(path, files.globs) || entry.lastModified() < files.since
            || entry.size() > LARGEST_REPORT || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        ++read;
        findings += findingsIn({QString::fromUtf8(file.readAll()), checkout});
    }
    return findings.first(std::min(findings.size(), MOST_REPORTED));
}

} // namespace tamma::gates
