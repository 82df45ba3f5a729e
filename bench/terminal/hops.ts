// SPDX-License-Identifier: Apache-2.0
/**
 * What listener and helper add to the time from a key to its echo, on this machine and not in an emulated guest: a
 * terminal through both, each a process of its own, beside a terminal in this process, with `cat` in each. Neither ssh
 * nor lxc-attach is part of it, which both ways have in `compare.ts`.
 *
 *     npx tsx bench/terminal/hops.ts [KEYS]
 */

import { join } from 'node:path';
import { openTerminal } from '../../helper/features/consoles/terminal.ts';
import { withPrograms } from '../programs/with-programs.ts';
import { median } from '../median.ts';
import { createEar } from './ear.ts';

const keys = Number(process.argv[2] ?? 500);

await withPrograms(join(import.meta.dirname, 'cat-handlers.ts'), async (client) => {
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
  const difference = median(own) - median(others);
  console.log(
    `from a key to its echo: ${median(own).toFixed(2)} ms through listener and helper, ` +
      `${median(others).toFixed(2)} ms without, difference ${difference.toFixed(2)} ms (at most 5), ` +
      `medians of ${keys}`,
  );
});
