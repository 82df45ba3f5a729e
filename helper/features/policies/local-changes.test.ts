// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GivenChange } from '../../../contract/model/policy/change.ts';
import type { GivenLocalChange } from '../../../contract/model/policy/local-change.ts';
import { booleanCommand, portCommand } from '../../../sepolicy/host-commands.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { fakeChange } from '../../../testing/models/change.ts';
import { someContainer } from '../../../renderer/testing/some-containers.ts';
import { createLocalChanges } from './local-changes.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-local-changes-'));
  mkdirSync(join(folder, 'active'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = { language: 'cil', isDisabled: false };

async function list(applied: readonly GivenChange[] = []): Promise<readonly GivenLocalChange[]> {
  const handlers = createLocalChanges({
    containers: async () => [someContainer('web', {})],
    listing: async () => [
      { ...store, name: 'base', priority: 100 },
      { ...store, name: 'games', priority: 100, isDisabled: true },
      { ...store, name: 'bulkhead', priority: 200 },
      { ...store, name: 'zabbix', priority: 200 },
      { ...store, name: policyNames('web').module, priority: 400 },
      { ...store, name: 'local_lamp', priority: 400 },
      { ...store, name: 'permissive_lamp_t', priority: 400 },
    ],
    sources: async () => new Map(),
    applied: () => applied,
    folders: () => ({ store: folder, configuration: folder }),
  });
  const call = { signal: new AbortController().signal } as Parameters<(typeof handlers)['policy.local']>[1];
  return (await handlers['policy.local']({ withSources: false }, call)).changes;
}

it('says of each module who brings it, and leaves out those of the distribution', async () => {
  const found = await list();
  expect(found.map((one) => (one.kind === 'module' ? `${one.name} ${one.origin}` : one.kind))).toEqual([
    'games package',
    'bulkhead bulkhead',
    'zabbix package',
    `${policyNames('web').module} container`,
    'local_lamp administrator',
    'permissive',
  ]);
});

it('finds the change of Bulkhead that made a port label or a boolean, and no other', async () => {
  writeFileSync(
    join(folder, 'active/ports.local'),
    'portcon tcp 8797 system_u:object_r:lamp_port_t:s0\nportcon tcp 8798 - 8799 system_u:object_r:lamp_port_t:s0\n',
  );
  writeFileSync(join(folder, 'active/booleans.local'), 'lamp=1\nnote=0\nwhat is this\n');
  const applied = [
    fakeChange({ id: 1, kind: 'port-label', change: [portCommand('lamp_port_t', 'tcp', 8797)] }),
    fakeChange({ id: 2, kind: 'port-label', change: [portCommand('lamp_port_t', 'tcp', 8798)] }),
    fakeChange({ id: 3, change: [booleanCommand('lamp', true)] }),
    fakeChange({ id: 4, change: [booleanCommand('note', true)] }),
  ];
  const found = (await list(applied)).filter(({ kind }) => !['module', 'permissive'].includes(kind));
  expect(found.map(({ kind, change }) => [kind, change?.id ?? null])).toEqual([
    ['port', 1],
    ['port', null],
    ['boolean', 3],
    ['boolean', null],
    ['other', null],
  ]);
});
