// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QString>
#include <QStringList>

namespace tamma::events::catalog {

/// Returns the frozen name of the payload's type ("GATE.FAILED"); for an opaque payload its own.
[[nodiscard]] QString typeName(const Payload& payload);

/// Returns the frozen name of a payload struct: `typeNameOf<GateFailed>()`.
template <typename T> [[nodiscard]] QString typeNameOf()
{
    return typeName(Payload(T{}));
}

/// Returns the names of several: `typeNamesOf<GatePassed, GateFailed>()`.
template <typename... T> [[nodiscard]] QStringList typeNamesOf()
{
    return {typeNameOf<T>()...};
}

/// Returns the version of the payload's shape, from 1. It grows when a field changes its meaning.
[[nodiscard]] int version(const Payload& payload);

/// Returns every type that this version of Tamma writes, in the order of the Payload variant.
[[nodiscard]] QStringList allTypes();

/// Makes an empty payload of the named type; an OpaquePayload when the name is not ours.
[[nodiscard]] Payload emptyPayload(const QString& type);

} // namespace tamma::events::catalog
