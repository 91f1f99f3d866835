// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>

inline int failures = 0;

/// Counts and prints a condition that does not hold; the test goes on.
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::printf("%s:%d: CHECK(%s) does not hold\n", __FILE__, __LINE__, #condition);       \
            ++failures;                                                                            \
        }                                                                                          \
    } while (false)
