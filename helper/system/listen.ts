// SPDX-License-Identifier: Apache-2.0
/** Gets the listening socket: the one that systemd created and passed on, or, for tests, one at a path. */

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { openUnixListener, setNonBlocking } from './native/unix-listener.ts';
import type { PassedDescriptor } from './passed-descriptors.ts';

export type Endpoint =
  { readonly kind: 'systemd'; readonly fd: number } | { readonly kind: 'path'; readonly path: string };

const backlog = 128;

/** Checks that exactly one of the passed descriptors is a socket, which systemd names by its unit. */
export function endpointOf(socketPath: string | undefined, passed: readonly PassedDescriptor[]): Endpoint {
  if (socketPath !== undefined) return { kind: 'path', path: socketPath };
  const [socket, ...others] = passed.filter(({ name }) => name.endsWith('.socket'));
  if (socket === undefined || others.length > 0)
    throw new Error(
      'cannot listen: systemd passed no socket to this process; start bulkhead-helper.socket, or give --socket PATH',
    );
  return { kind: 'systemd', fd: socket.fd };
}

/** The descriptor of the socket, which does not block, for one who accepts without Node's server. */
export function openEndpoint(endpoint: Endpoint): number {
  if (endpoint.kind === 'systemd') {
    setNonBlocking(endpoint.fd);
    return endpoint.fd;
  }
  rmSync(endpoint.path, { force: true });
  const fd = openUnixListener(endpoint.path, backlog);
  chmodSync(endpoint.path, 0o600);
  return fd;
}

export async function listen(endpoint: Endpoint, prepare: (server: Server) => void): Promise<Server> {
  const server = createServer();
  prepare(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const ready = (): void => resolve();
    if (endpoint.kind === 'systemd') server.listen({ fd: endpoint.fd }, ready);
    else {
      rmSync(endpoint.path, { force: true });
      server.listen({ path: endpoint.path, backlog }, ready);
    }
  });
  if (endpoint.kind === 'path') chmodSync(endpoint.path, 0o600);
  return server;
}

/** Accepts no more, ends the open connections, and resolves when all have ended. */
export async function closeServer(
  server: Server,
  connections: Iterable<{ readonly ended: Promise<void>; close(): void }>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const open = [...connections];
  for (const connection of open) connection.close();
  await Promise.all(open.map(({ ended }) => ended));
  await closed;
}
