// SPDX-License-Identifier: Apache-2.0
/**
 * What listener and helper add to the time from a key to its echo, on this machine and not in an emulated guest: a
 * terminal through both, each a process of its own, beside a terminal in this process, with `cat` in each. Neither ssh
 * nor lxc-attach is part of it, which both ways have in `compare.ts`.
 *
 *     npm run build -- helper && npx tsx bench/terminal/hops.ts [KEYS]
 */

import 'vscode-jsonrpc/node';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal } from '../../helper/features/consoles/terminal.ts';
import { streamOf } from '../../helper/system/native/socket-stream.ts';
import { connect } from '../../rpc/connect.ts';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { createEar, middleOf } from './ear.ts';

const keys = Number(process.argv[2] ?? 500);
const folder = await mkdtemp(join(tmpdir(), 'bulkhead-bench-hops-'));
const [path, work] = [join(folder, 'helper.sock'), join(folder, 'work.sock')];
const programs: ChildProcess[] = [];
try {
  await begin('helper', work);
  await begin('listener', path, work);
  const client = await connect(createSocketTransport(streamOf(connectSocket(path)), { maxBytes: maxResponseBytes }));
  const channel = client.channel('console.open', { name: 'web', command: ['cat'] });
  const terminal = openTerminal({ file: '/bin/cat', arguments: [], environment: {} }, { columns: 80, rows: 24 });
  const [ofOwn, ofOther] = [createEar(), createEar()];
  void (async () => {
    for await (const { data } of channel) ofOwn.hear(Buffer.from(data).toString());
  })().catch(() => undefined);
  const ended = new AbortController();
  void (async () => {
    for (let data = await terminal.read(ended.signal); data !== undefined; data = await terminal.read(ended.signal))
      ofOther.hear(Buffer.from(data).toString());
  })();
  const [own, others]: [number[], number[]] = [[], []];
  for (let key = 0; key < keys; key += 1) {
    const letter = String.fromCodePoint(0x61 + (key % 26));
    own.push(await ofOwn.millisecondsUntil(letter, (data) => channel.send({ type: 'data', data })));
    others.push(await ofOther.millisecondsUntil(letter, (data) => terminal.write(data)));
  }
  ended.abort();
  terminal.signal(9);
  client.close();
  const difference = middleOf(own) - middleOf(others);
  console.log(
    `from a key to its echo: ${middleOf(own).toFixed(2)} ms through listener and helper, ` +
      `${middleOf(others).toFixed(2)} ms without, difference ${difference.toFixed(2)} ms, medians of ${keys}`,
  );
} finally {
  for (const program of programs) program.kill();
  await rm(folder, { recursive: true });
}

async function begin(...args: readonly string[]): Promise<void> {
  const program = fork(join(import.meta.dirname, 'hops-program.ts'), [...args], { execArgv: ['--import', 'tsx'] });
  programs.push(program);
  await once(program, 'message');
}
