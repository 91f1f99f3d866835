// SPDX-License-Identifier: GPL-3.0-or-later
#include "invoice/late_interest.h"
#include "invoice/text_report.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    invoice::Invoice example("2026-0042", "Hafen Coffee Roasters", {2026, 3, 17});
    example.addLine({"Espresso machine service", 1, {18900}});
    example.addLine({"Descaling kit", 3, {1250}});
    std::fputs(textReport(example).c_str(), stdout);

    if (argc > 1) {
        const int daysLate = std::atoi(argv[1]);
        const auto interest = invoice::lateInterest(example.total(), daysLate);
        std::printf("Late interest after %d days: %s\n", daysLate, toText(interest).c_str());
    }
    return 0;
}
