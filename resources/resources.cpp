// SPDX-License-Identifier: GPL-3.0-or-later
// Gives the object library a source while there is nothing else in it.
