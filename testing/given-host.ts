// SPDX-License-Identifier: Apache-2.0
/** A host for the tests of commands, on a socket of its own; it is closed after each test. */

import { afterEach } from 'vitest';
import { type SomeHandlers, type SocketHost, type SocketHostOptions, startSocketHost } from './socket-host.ts';

let started: SocketHost | undefined;

afterEach(closeGivenHost);

/** Gives the path of its socket. */
export async function given(handlers: SomeHandlers, options: SocketHostOptions = {}): Promise<string> {
  started = await startSocketHost(handlers, options);
  return started.socketPath;
}

/** The operations that it was asked for so far. */
export function givenCalls(): SocketHost['called'] {
  return started?.called ?? [];
}

/** Closes it now, in the middle of a test. */
export async function closeGivenHost(): Promise<void> {
  const closing = started;
  started = undefined;
  await closing?.close();
}
