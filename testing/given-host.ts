// SPDX-License-Identifier: Apache-2.0
/**
 * A host for the tests of commands, on a socket of its own; it is closed after each test. Not by a hook of this module:
 * test files of one worker share it, and only the first of them would have the hook.
 */

import { onTestFinished } from 'vitest';
import { type SomeHandlers, type SocketHost, type SocketHostOptions, startSocketHost } from './socket-host.ts';

let started: SocketHost | undefined;

/** Gives the path of its socket. */
export async function given(handlers: SomeHandlers, options: SocketHostOptions = {}): Promise<string> {
  await closeGivenHost();
  started = await startSocketHost(handlers, options);
  onTestFinished(closeGivenHost);
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
