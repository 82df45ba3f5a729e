/**
 * A helper of handlers that a test gives, on a real unix socket in a folder of its own, and a process's surroundings
 * that remember what was written. For tests only.
 */

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fail } from '../../contract/errors.ts';
import type { OperationName } from '../../contract/operations/index.ts';
import { openHost } from '../../hosts/open-host.ts';
import { maximumRequestBytes } from '../../rpc/protocol.ts';
import { type Handlers, serve, type Service } from '../../rpc/server.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { parseFileCommand, runFileCommand } from '../file-command.ts';
import { run, tellProblem } from '../run.ts';
import type { InputStream, OutputStream, Surroundings } from '../surroundings.ts';

export type FakeHandlers = Partial<Handlers<string>>;

export interface FakeHost {
  readonly socketPath: string;
  /** Operations that were admitted, in order. */
  readonly called: OperationName[];
  close(): Promise<void>;
}

export interface FakeHostOptions {
  /** Refuses by raising a failure. */
  readonly admit?: (name: OperationName) => void;
}

export async function startFakeHost(
  handlers: FakeHandlers,
  { admit = () => undefined }: FakeHostOptions = {},
): Promise<FakeHost> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-'));
  const socketPath = join(folder, 'helper.sock');
  const services = new Set<Service>();
  const called: OperationName[] = [];
  const server = createServer((socket) => {
    const service = serve({
      transport: createSocketTransport(byteStreamOf(socket), { maximumBytes: maximumRequestBytes }),
      handlers: allOf(handlers),
      version: '1',
      onFault: () => 'reference-1',
      admit: async (name) => {
        admit(name);
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
      server.close();
      for (const service of services) service.close();
      await Promise.all([...services].map(({ closed }) => closed));
      await rm(folder, { recursive: true });
    },
  };
}

export interface RunOptions {
  readonly socketPath?: string;
  /** Who serves the socket, as the kernel would say. */
  readonly peerUid?: number | undefined;
  readonly stdin?: InputStream;
  readonly variables?: Record<string, string>;
  /** Seconds since the epoch. */
  readonly now?: number;
  /** Pretends that stdout is a terminal. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
  /** Called with each piece of stdout. */
  readonly onOutput?: (text: string, interrupt: () => void, stdout: OutputStream) => void;
  /** Leaves even what works with files alone to the whole command line. */
  readonly isWhole?: boolean;
  /** Stdout breaks with this code when it is written to. */
  readonly brokenOutput?: string;
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  let interrupt: () => void = () => undefined;
  const stdout = createSink((text) => options.onOutput?.(text, () => interrupt(), stdout.stream), options.brokenOutput);
  const stderr = createSink(() => undefined);
  const surroundings: Surroundings = {
    stdin: options.stdin ?? new PassThrough(),
    stdout: Object.assign(stdout.stream, options.terminal && { isTTY: true, ...options.terminal }),
    stderr: stderr.stream,
    variables: options.variables ?? {},
    openHost: (host, signal) =>
      openHost(host, {
        signal,
        socketPath: options.socketPath ?? '/nonexistent/helper.sock',
        peerUid: () => ('peerUid' in options ? options.peerUid : 0),
      }),
    now: () => options.now ?? 1_795_600_000,
    leaveOutputAsIs: () => undefined,
    onInterrupt(listener) {
      interrupt = listener;
      return () => undefined;
    },
  };
  const command = options.isWhole === true ? undefined : parseFileCommand(words, surroundings.now());
  const exitCode = await (command === undefined
    ? run(words, surroundings)
    : runFileCommand(command, surroundings, tellProblem));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** The JSON Lines of an outcome. */
export function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

function createSink(
  onText: (text: string) => void,
  brokenBy?: string,
): { readonly stream: OutputStream; text(): string } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (brokenBy !== undefined) {
        done(Object.assign(new Error('broken'), { code: brokenBy }));
        return;
      }
      text += chunk.toString();
      done();
      onText(chunk.toString());
    },
  });
  return { stream, text: () => text };
}

/** Handlers of which those that are not given answer that they are unknown. */
function allOf(some: FakeHandlers): Handlers<string> {
  const missing = new Proxy({}, { get: (_, name) => () => fail('operation-unknown', { operation: String(name) }) });
  return Object.assign(Object.create(missing) as Handlers<string>, some);
}

function byteStreamOf(socket: Socket): Parameters<typeof createSocketTransport>[0] {
  return {
    write: (bytes, done) => socket.write(bytes, done),
    onData: (listener) => void socket.on('data', listener),
    onEnd(listener) {
      socket.on('error', () => undefined);
      socket.once('close', () => listener(undefined));
    },
    destroy: () => void socket.destroy(),
  };
}
