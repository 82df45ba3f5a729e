// SPDX-License-Identifier: Apache-2.0
/**
 * A client of the helper's server through the listener, each a process of its own, on this machine and without a guest:
 * in an emulated one, compiled JavaScript costs several times what C does.
 */

import 'vscode-jsonrpc/node';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../helper/server/caller.ts';
import { streamOf } from '../../helper/system/native/socket-stream.ts';
import type { Client } from '../../rpc/client.ts';
import { connect } from '../../rpc/connect.ts';
import type { Handlers } from '../../rpc/handlers.ts';
import { helperFlags, listenerFlags } from '../../scripts/build/helper.ts';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';

/** What a module of handlers exports. */
export interface HandlersModule {
  /** `folder` is that of the run. */
  readonly createHandlers: (folder: string) => Partial<Handlers<Caller>>;
}

/** `module` is the path of the helper's handlers. Removes the folder and ends the programs in any case. */
export async function withPrograms(
  module: string,
  use: (client: Client, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  const [path, work] = [join(folder, 'helper.sock'), join(folder, 'work.sock')];
  const programs: ChildProcess[] = [];
  try {
    programs.push(await begin('helper', work, module));
    programs.push(await begin('listener', path, work));
    const client = await connect(createSocketTransport(streamOf(connectSocket(path)), { maxBytes: maxResponseBytes }));
    await use(client, folder);
    client.close();
  } finally {
    for (const program of programs) program.kill();
    await rm(folder, { recursive: true });
  }
}

async function begin(role: 'helper' | 'listener', ...args: readonly string[]): Promise<ChildProcess> {
  const program = fork(join(import.meta.dirname, 'program.ts'), [role, ...args], {
    execArgv: ['--import', 'tsx', ...(role === 'helper' ? helperFlags : listenerFlags)],
  });
  await once(program, 'message');
  return program;
}
