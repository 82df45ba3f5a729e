// SPDX-License-Identifier: Apache-2.0
/** Says which types of ports fit what was typed: a part of the name, or a port. */

import type { PortRange, PortType } from '../../../contract/model/policy/port-type.ts';

/** A policy has hundreds: the first that fit are enough to choose from. */
const maxOptions = 50;

/** The kernel checks connections by port for TCP only. */
export function tcpPortsOf({ ports }: PortType): readonly PortRange[] {
  return ports.filter(({ protocol }) => protocol === 'tcp');
}

/**
 * Lists the types by name. For a port, those come first that have the smallest range around it; what is chosen already
 * is left out.
 */
export function matchingPortTypes(types: readonly PortType[], typed: string, chosen: readonly string[]): string[] {
  const wanted = typed.trim().toLowerCase();
  const [, digits] = /^(\d{1,5})(?:\/tcp)?$/.exec(wanted) ?? [];
  const free = types.filter((type) => tcpPortsOf(type).length > 0 && !chosen.includes(type.name));
  const fitting =
    digits === undefined ? free.filter(({ name }) => name.includes(wanted)) : havingPort(free, Number(digits));
  return fitting.slice(0, maxOptions).map(({ name }) => name);
}

function havingPort(types: readonly PortType[], port: number): readonly PortType[] {
  const sizeIn = (type: PortType): number =>
    Math.min(
      ...tcpPortsOf(type)
        .filter(({ low, high }) => low <= port && port <= high)
        .map(({ low, high }) => high - low),
    );
  return types
    .map((type) => ({ type, size: sizeIn(type) }))
    .filter(({ size }) => Number.isFinite(size))
    .sort((one, other) => one.size - other.size)
    .map(({ type }) => type);
}
