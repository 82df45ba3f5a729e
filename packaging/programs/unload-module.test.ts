// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { modulesOfAttempts } from '../../helper/features/drill/watches/kernel-modules.ts';

const program = new URL('unload-module.sh', import.meta.url);

it('knows the kernel modules that attempts of the drill may have loaded, and no others', () => {
  const [, cases = ''] = /case "\$\{1:-\}" in\n([^]*?)\n\*\)/.exec(readFileSync(program, 'utf8')) ?? [];
  const known = [...cases.matchAll(/\b[a-z][a-z0-9_]*\b/g)].map(([name]) => name);
  expect(known.toSorted()).toEqual([...modulesOfAttempts].toSorted());
});

it.each(['ext4', '', '-f', 'vsock -f', '/tmp/vsock'])('unloads no other: %j', (name) => {
  const { status, stderr } = spawnSync('/bin/sh', [program.pathname, name], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, `unload-module: cannot unload "${name}": the drill loads no such module\n`]);
});
