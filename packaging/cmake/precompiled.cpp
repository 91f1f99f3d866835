// SPDX-License-Identifier: GPL-3.0-or-later
// The source that carries the precompiled header; it has no code of its own.
