// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/date.h"

#include <cstdio>

namespace invoice {
namespace {

bool isLeap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysIn(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeap(year) ? 29 : DAYS[month - 1];
}

void stepMonth(Date& date, int by)
{
    date.month += by;
    if (date.month < 1) {
        date.month = 12;
        --date.year;
    } else if (date.month > 12) {
        date.month = 1;
        ++date.year;
    }
}

} // namespace

Date addDays(Date date, int days)
{
    date.day += days;
    while (date.day < 1) {
        stepMonth(date, -1);
        date.day += daysIn(date.year, date.month);
    }
    while (date.day > daysIn(date.year, date.month)) {
        date.day -= daysIn(date.year, date.month);
        stepMonth(date, +1);
    }
    return date;
}

std::string toText(Date date)
{
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    return text;
}

} // namespace invoice
