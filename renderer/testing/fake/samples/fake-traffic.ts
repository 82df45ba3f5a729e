// SPDX-License-Identifier: Apache-2.0
/** Shares the traffic of the fake host and of its containers out among their interfaces. */

import type { InterfaceTraffic } from '../../../../contract/model/containers/sample.ts';

/**
 * Names the interfaces of the host, and of the containers that have more than one, such as a container that runs
 * containers of its own.
 */
const hostInterfaces = ['enp1s0', 'enp2s0'];
const innerInterfaces: ReadonlyMap<string, readonly string[]> = new Map([
  ['web', ['eth0', 'wg0']],
  ['build-runner', ['eth0', 'docker0', 'br-4f1c7a']],
]);
/** Parts of the traffic that the first, the second and further interfaces have. */
const parts = [0.7, 0.25, 0.05];

export function interfacesOf(container: string | undefined): readonly string[] {
  return container === undefined ? hostInterfaces : (innerInterfaces.get(container) ?? []);
}

/** Gives the share of the traffic that the interface with this index has. */
export function partOfTraffic(index: number): number {
  return parts[index] ?? 0.01;
}

/** Gives the traffic of each interface of the container, or of the host. */
export function trafficOf(
  container: string | undefined,
  { received, sent }: { readonly received: number; readonly sent: number },
): InterfaceTraffic[] {
  return interfacesOf(container).map((name, index) => ({
    name,
    rxBytes: Math.round(received * partOfTraffic(index)),
    txBytes: Math.round(sent * partOfTraffic(index)),
  }));
}
