// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { textOf } from '../../../../contract/text.ts';
import { judgePaths } from '../judge/judge-paths.ts';
import { readSharedPaths } from './path-facts.ts';

const state = mkdtempSync(join(tmpdir(), 'bulkhead-paths-'));
afterAll(() => rmSync(state, { recursive: true }));

test.runIf(process.getuid?.() === 0)(
  'an image store or layers that others may enter are found, and closed ones are not (C5) (review F2)',
  () => {
    for (const folder of ['images', 'containers']) mkdirSync(join(state, folder), { mode: 0o700 });
    const found = (): readonly string[] => {
      const paths = readSharedPaths({
        lxc: '/nowhere',
        state,
        socket: '/nowhere/socket',
        volumeList: '/nowhere/list',
      }).filter(({ path }) => path.startsWith(`${state}/`));
      return judgePaths({ paths, containers: [] }).map(
        ({ kind, severity, evidence: [line], fix }) =>
          `${kind} ${severity} ${textOf(line ?? '')} ${fix.by === 'commands' ? fix.commands.join() : ''}`,
      );
    };
    expect(found()).toEqual([]);
    for (const folder of ['images', 'containers']) chmodSync(join(state, folder), 0o755);
    expect(found()).toEqual(
      ['images', 'containers'].map(
        (folder) => `open-path weak mode 0755, owner 0, group 0 chmod o= ${join(state, folder)}`,
      ),
    );
  },
);
