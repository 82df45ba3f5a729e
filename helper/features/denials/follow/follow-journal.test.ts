// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { followJournal } from './follow-journal.ts';

let folder: string;
let program: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  program = join(folder, 'journalctl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (cursor: string, message: string): string =>
  JSON.stringify({ MESSAGE: message, _TRANSPORT: 'audit', __CURSOR: cursor });

/** A journalctl that records its arguments and runs these lines of shell. */
function journalctl(script: string): void {
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${folder}/calls\n${script}\n`);
  chmodSync(program, 0o755);
}

async function read(
  until: (text: string) => boolean,
  position?: string,
): Promise<{ readonly text: string; readonly positions: unknown[]; readonly from: unknown[] }> {
  const ending = new AbortController();
  let text = '';
  const positions: unknown[] = [];
  for await (const item of followJournal({
    signal: ending.signal,
    since: 1000.7,
    position,
    program,
    quietMs: 10,
    pauseMs: 1,
  })) {
    if (item.kind !== 'bytes') continue;
    text += item.bytes.toString();
    if (positions.at(-1) !== item.position) positions.push(item.position);
    if (until(text)) ending.abort();
  }
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
  return { text, positions, from: calls.map((call) => /--(?:since|after-cursor)=\S+/.exec(call)?.[0]) };
}

it('gives the entries, and names the last whole one, though an entry comes in pieces', async () => {
  const [first, second] = [entry('s=1;i=a', 'one'), entry('s=1;i=b', 'x'.repeat(100))];
  journalctl(
    `printf '%s\\n%s' '${first}' '${second.slice(0, 20)}'; sleep 0.2; printf '%s\\n' '${second.slice(20)}'; sleep 30`,
  );
  expect(await read((text) => text.endsWith('}\n') && text.includes('xx'))).toEqual({
    text: `${first}\n${second}\n`,
    positions: ['journal s=1;i=a', 'journal s=1;i=b'],
    from: ['--since=@1000'],
  });
});

it('begins behind the place of an earlier start, and behind the last entry when journalctl has ended', async () => {
  journalctl(
    `case "$*" in *i=9*) printf '%s\\n' '${entry('s=1;i=c', 'one')}' ;; *) printf '%s\\n' '${entry('s=1;i=d', 'two')}'; sleep 30 ;; esac`,
  );
  const { positions, from } = await read((text) => text.includes('two'), 'journal s=1;i=9');
  expect({ positions, from }).toEqual({
    positions: ['journal s=1;i=c', 'journal s=1;i=d'],
    from: ['--after-cursor=s=1;i=9', '--after-cursor=s=1;i=c'],
  });
});
