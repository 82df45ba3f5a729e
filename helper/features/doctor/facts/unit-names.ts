// SPDX-License-Identifier: Apache-2.0
/** The units of systemd that are parts of Bulkhead on a host, each with the sockets that start it. */

export interface UnitGroup {
  /** Its check has this id. */
  readonly id: 'helper' | 'listener' | 'policy' | 'notify' | 'metrics' | 'consoles';
  /** Undefined where systemd starts an instance for each connection. */
  readonly service: string | undefined;
  /** Undefined where the helper starts it. */
  readonly socket: string | undefined;
}

export const unitGroups = [
  { id: 'helper', service: 'bulkhead-helper.service', socket: 'bulkhead-work.socket' },
  { id: 'listener', service: 'bulkhead-listener.service', socket: 'bulkhead-helper.socket' },
  { id: 'policy', service: 'bulkhead-policy.service', socket: 'bulkhead-policy.socket' },
  { id: 'notify', service: undefined, socket: 'bulkhead-notify.socket' },
  { id: 'metrics', service: 'bulkhead-metrics.service', socket: 'bulkhead-metrics.socket' },
  { id: 'consoles', service: 'bulkhead-consoles.service', socket: undefined },
] as const satisfies readonly UnitGroup[];

/** All but the instances for networks, which have names of their own. */
export const unitNames: readonly string[] = unitGroups
  .flatMap(({ service, socket }) => [socket, service])
  .filter((name) => name !== undefined);
