#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newcomer: starts the demo, watches the loops, opens a diff, approves, sees it merged."""
import sys

from journey import App, tamma, wait

desktop, cli = sys.argv[1:3]
app = App(desktop)
try:
    app.press("pageEmpty.emptyAction")
    wait(lambda: len(tamma(cli, "loops", "list")) == 3, "three loops")
    open_ones = wait(lambda: tamma(cli, "approvals", "list"), "a question in the inbox", 120)
    app.press("rail.inbox")
    app.get("inboxList")
    app.get("approvalCard")
    app.press("approvalShowChanges")
    app.get("diffView")
    app.press("rail.inbox")
    app.press("approvalApprove")
    wait(lambda: tamma(cli, "events", "query", "--type", "APPROVAL.GRANTED"), "the decision in the record", 30)
    wait(lambda: tamma(cli, "events", "query", "--type", "PR.MERGED.SUCCESS"), "the merge", 60)
    print(f"approved one of {len(open_ones)} and saw it merged")
finally:
    app.end()
