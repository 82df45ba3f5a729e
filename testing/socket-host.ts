// SPDX-License-Identifier: Apache-2.0
/**
 * The fake host on a real unix socket, in a folder of its own, as the helper's is. Handlers that a test gives answer
 * instead of the fake host's.
 */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Gives the library that answers calls its runtime.
import 'vscode-jsonrpc/node';
import type { OperationName } from '../contract/operations/index.ts';
import { maxRequestBytes } from '../rpc/protocol.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { Service } from '../rpc/serve-calls.ts';
import { type ByteStream, createSocketTransport } from '../rpc/socket-transport.ts';
import { writePieces } from '../rpc/write-pieces.ts';
import { createFakeHost, type FakeHost, serveFake } from './fake-host.ts';

export type SomeHandlers = Partial<Handlers<string>>;

export interface SocketHost {
  readonly socketPath: string;
  /** Operations that were admitted, in order. */
  readonly called: OperationName[];
  close(): Promise<void>;
}

export interface SocketHostOptions {
  readonly host?: FakeHost;
  /** What it says in its greeting. */
  readonly version?: string;
  /** Denies by raising a failure. `isInteractive`: somebody is there to type a password. */
  readonly admit?: (name: OperationName, isInteractive: boolean) => void;
}

export async function startSocketHost(
  handlers: SomeHandlers = {},
  { host = createFakeHost({ hostname: 'socket' }), admit = () => undefined, version = '0.1.0' }: SocketHostOptions = {},
): Promise<SocketHost> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-host-'));
  const socketPath = join(folder, 'helper.sock');
  const services = new Set<Service>();
  const called: OperationName[] = [];
  const server = createServer((socket) => {
    const transport = createSocketTransport(byteStreamOf(socket), { maxBytes: maxRequestBytes });
    const service = serveFake(host, transport, {
      handlers,
      version,
      onFault: () => 'reference-1',
      admit: async (name, _, { isInteractive }) => {
        admit(name, isInteractive);
        called.push(name);
        return 'tester';
      },
    });
    services.add(service);
  }).listen(socketPath);
  await once(server, 'listening');
  return {
    socketPath,
    called,
    async close() {
      host.stop();
      server.close();
      for (const service of services) service.close();
      await Promise.all([...services].map(({ closed }) => closed));
      await rm(folder, { recursive: true });
    },
  };
}

function byteStreamOf(socket: Socket): ByteStream {
  return {
    write: (pieces, done) => writePieces(socket, pieces, done),
    onData: (listener) => void socket.on('data', listener),
    onEnd(listener) {
      socket.on('error', () => undefined);
      socket.once('close', () => listener(undefined));
    },
    destroy: () => void socket.destroy(),
  };
}
