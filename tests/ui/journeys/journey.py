# SPDX-License-Identifier: GPL-3.0-or-later
"""What every journey needs: start the program, find widgets by object name, wait for conditions."""
import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

POLL = 0.05


def wait(condition, what, seconds=30):
    """Returns the first true value of condition(); ends the journey when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            value = condition()
            if value:
                return value
        except Exception:  # A widget may go while it is looked at; the next look finds the new one.
            pass
        time.sleep(POLL)  # The interval between two looks, not a wait for something to be over.
    raise SystemExit(f"waited {seconds} s in vain for: {what}")


def walk(node, depth=30):
    yield node
    if depth == 0:
        return
    for index in range(min(node.get_child_count(), 200)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield from walk(child, depth - 1)


class App:
    def __init__(self, program, *arguments):
        wait(lambda: subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                                    capture_output=True, text=True).stdout.find("window id") >= 0,
             "the window manager")
        self.process = subprocess.Popen([program, *arguments])
        self.root = wait(self._find_root, "the application on the accessibility bus")

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                return child

    def find(self, name):
        """Returns the showing widget with that object name; several pages may have one."""
        for node in walk(self.root):
            named = node.get_accessible_id().split(".")[-name.count(".") - 1:] == name.split(".")
            if named and node.get_state_set().contains(Atspi.StateType.SHOWING):
                return node
        return None

    def get(self, name, seconds=30):
        return wait(lambda: self.find(name), f"widget {name}", seconds)

    def press(self, name, seconds=30):
        actions = self.get(name, seconds).get_action_iface()
        names = [actions.get_action_name(i) for i in range(actions.get_n_actions())]
        wanted = next((n for n in ("Press", "Toggle", "Check") if n in names), names[0])
        actions.do_action(names.index(wanted))

    def tree(self):
        for node in walk(self.root):
            showing = node.get_state_set().contains(Atspi.StateType.SHOWING)
            print("*" if showing else " ", node.get_role_name(), repr(node.get_name()),
                  node.get_accessible_id(), file=sys.stderr)

    def end(self):
        self.process.terminate()
        self.process.wait(30)


def tamma(program, *arguments):
    """Runs the command line with --json and returns its objects."""
    done = subprocess.run([program, *arguments, "--json"], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
