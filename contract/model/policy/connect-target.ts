// SPDX-License-Identifier: Apache-2.0
/** What a person writes to name ports to connect to: the same words on the command line and in the window. */

import { type ConnectPort, connectPortSchema, connectTypesSchema } from './port-type.ts';

/** What `container.create` and `container.confine` take. */
export interface ConnectTargets {
  readonly connectTypes: readonly string[];
  readonly connectPorts: readonly ConnectPort[];
}

/** Said where {@link readConnectTargets} gives nothing. */
export const connectTargetHint =
  'Write a port type such as postgresql_port_t, or a TCP port such as 5432. SELinux checks connections by port for TCP, not for UDP.';

/**
 * Each `postgresql_port_t`, `5432` or `5432/tcp`; undefined when one of them is nothing of it. What is named twice
 * counts once.
 */
export function readConnectTargets(words: readonly string[]): ConnectTargets | undefined {
  const named = [...new Set(words.map((word) => word.replace(/^(\d+)\/tcp$/, '$1')))];
  const isPort = (word: string): boolean => /^\d/.test(word);
  const types = connectTypesSchema().safeParse(named.filter((word) => !isPort(word)));
  const ports = named
    .filter(isPort)
    .map((word) => connectPortSchema().safeParse({ protocol: 'tcp', port: Number(word) }).data);
  if (!types.success || ports.some((port) => port === undefined)) return undefined;
  return { connectTypes: types.data, connectPorts: ports.flatMap((port) => port ?? []) };
}
