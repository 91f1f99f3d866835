// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tamma::ui {

class VirtualList;

/// Teaches Qt's accessibility the lists: children are only the rows in view, each with its text as
/// its name, "row n of N" as its description, and a press action that makes it current.
/// Called by every list's constructor; only the first call does anything.
void installVirtualListAccessibility();

/// Tells assistive programs that another row is current now.
void reportCurrentRow(VirtualList& list);

/// Tells assistive programs that rows came or went.
void reportRowsChanged(VirtualList& list);

} // namespace tamma::ui
