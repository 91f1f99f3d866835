// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_segment.h"

#include <vector>

namespace tamma::engine {

/// The finished segments of a record's columns, in a file that only grows, and beside it the part
/// of the newest one. All of it can be deleted at any time: making it again takes time, nothing
/// else.
///
/// Shape    Segments in any order, each with its own digest; a segment may be there twice. What is
///          damaged is left out, and cut off with a new file: processes that use the old one keep
///          it.
/// Errors   None: what cannot be read is made again, what cannot be written is not kept.
/// Threads  One at a time. Several processes may use the files at once.
class SegmentFile {
public:
    /// An empty name keeps nothing.
    explicit SegmentFile(QString file);

    /// Returns what is saved, mapped: no byte of it counts as memory until it is looked at.
    [[nodiscard]] std::vector<readmodels::RecordSegment> finished();
    [[nodiscard]] std::optional<readmodels::RecordSegment> head() const;

    /// Adds a segment at the end, and returns it as it lies in the file; nullopt when it could not
    /// be written.
    std::optional<readmodels::RecordSegment> append(const readmodels::RecordSegment& segment);

    void saveHead(const readmodels::RecordSegment& segment) const;

    /// Forgets everything: it belongs to another record.
    void clear();

private:
    [[nodiscard]] QString headFile() const;
    void rewrite(const std::vector<readmodels::RecordSegment>& kept) const;

    QString m_file;
};

} // namespace tamma::engine
