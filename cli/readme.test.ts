// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runCommand } from './fixtures/run-command.ts';

test('README names every command, in the order in which they are offered', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [named = ''] = /^Commands: .*?;/m.exec(readme) ?? [];
  const { stdout } = await runCommand(['--help']);
  const [, offered = ''] = /^Containers:\n(.*)^Exit codes/ms.exec(stdout) ?? [];
  expect([...named.matchAll(/`([a-z]+)`/g)].map(([, word]) => word)).toEqual(
    [...offered.matchAll(/^ {2}([a-z]+)/gm)].map(([, word]) => word),
  );
});
