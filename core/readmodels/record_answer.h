// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_filter.h"
#include "core/readmodels/record_matches.h"
#include "core/readmodels/record_times.h"

#include <limits>

namespace tamma::readmodels {

/// What is asked of the record: which events match.
struct RecordQuestion {
    RecordFilter filter;
    Position upTo{std::numeric_limits<qint64>::max()}; ///< For the rest of an earlier answer.
    Position after = {}; ///< What is there or earlier does not count.
};

/// The events that match, as far as was looked.
///
/// Shape    Everything in (searchedBackTo, upTo] was looked at. The answer is whole when
///          searchedBackTo is 0; else ask for the rest with it as `upTo`, and add that with
///          addOlder().
struct RecordAnswer {
    RecordMatches matches;
    RecordMatches failures; ///< Of the matches.
    RecordMatches waits; ///< Those of the matches from which on a person was waited for.
    RecordTimes times; ///< Of everything that the columns know, matching or not.
    Position knownBackTo; ///< The columns are made of what is behind it,
    Position knownUpTo; ///< up to here,
    qint64 knownEvents = 0; ///< which is so many events.
    Position searchedBackTo;
    Position upTo;

    [[nodiscard]] bool isWhole() const { return searchedBackTo.value <= 0; }

    /// Takes the answer to the rest of the question.
    void addOlder(const RecordAnswer& older);

    /// Takes an event that happened since.
    void append(const RecordFilter& filter, const events::StoredEvent& stored);
};

} // namespace tamma::readmodels
