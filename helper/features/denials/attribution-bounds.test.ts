// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DenialEvent } from '../../../contract/model/denials/denial.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { configuredContexts } from '../../lxc/all-configurations.ts';
import { createAttribution } from './attribution.ts';

let folder: string;
let time: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attribution-'));
  mkdirSync(join(folder, 'lxc'));
  time = 100_000;
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(name: string, context: string): void {
  mkdirSync(join(folder, 'lxc', name), { recursive: true });
  writeFileSync(join(folder, 'lxc', name, 'config'), `lxc.selinux.context = ${context}\n`);
}

const attribution = (...known: readonly string[]) => {
  const remembered: string[] = [];
  const attribute = createAttribution({
    contexts: () => configuredContexts(join(folder, 'lxc')),
    now: () => time,
    procPath: join(folder, 'proc'),
    memory: {
      load: () => new Map(known.map((key) => [key, 'kept'])),
      remember: (context, name) => remembered.push(`${context} ${name}`),
    },
  });
  return { attribute, remembered };
};
const eventOf = (context: string | null, changes: Partial<DenialEvent> = {}): DenialEvent =>
  ({
    source: context === null ? null : (parseSecurityContext(context) ?? null),
    pid: null,
    time: 0,
    ...changes,
  }) as DenialEvent;
const source = 'system_u:system_r:bulkhead_t:s0:c1,c2';

it('is by the domain of one container, also when it is gone, and by the types of containers alone', () => {
  make('web', 'system_u:system_r:container_t:s0:c1,c2');
  make('pod', 'system_u:system_r:other_container_t:s0:c1,c2');
  make('db', 'system_u:system_r:bulkhead_x_t:s0:c1,c2');
  make('host', 'system_u:system_r:svirt_t:s0:c1,c2');
  make('none', 'nothing');
  const { attribute, remembered } = attribution();
  expect(
    ['bulkhead_c_gone_t', 'container_t', 'other_container_t', 'bulkhead_x_t', 'svirt_t'].map((type) =>
      attribute(eventOf(`system_u:system_r:${type}:s0:c1,c2`)),
    ),
  ).toEqual(['gone', 'web', 'pod', 'db', null]);
  expect(remembered.toSorted()).toEqual([
    'bulkhead_x_t s0:c1,c2 db',
    'container_t s0:c1,c2 web',
    'other_container_t s0:c1,c2 pod',
  ]);
  expect(attribute(eventOf(null))).toBeNull();
});

it('looks again after a second for a context that is unknown, and after five for one that is known', () => {
  const { attribute } = attribution();
  expect(attribute(eventOf(source))).toBeNull();
  make('web', source);
  time += 1000;
  expect(attribute(eventOf(source))).toBeNull();
  time += 1;
  expect(attribute(eventOf(source))).toBe('web');
  rmSync(join(folder, 'lxc', 'web'), { recursive: true });
  make('new', source);
  time += 5000;
  expect(attribute(eventOf(source))).toBe('web');
  time += 1;
  expect(attribute(eventOf(source))).toBe('new');
});

it('remembers what is new only', () => {
  make('kept', source);
  const { attribute, remembered } = attribution('bulkhead_t s0:c1,c2');
  expect([attribute(eventOf(source)), remembered]).toEqual(['kept', []]);
});

it('is by the cgroup of a process within five seconds of the denial', () => {
  const cgroup = (pid: string, text: string): void => {
    mkdirSync(join(folder, 'proc', pid), { recursive: true });
    writeFileSync(join(folder, 'proc', pid, 'cgroup'), text);
  };
  cgroup('7', '1:name=x:/\n0::/lxc.payload.web\n');
  cgroup('8', '0::/lxc.payload.a b/x\n');
  cgroup('9', 'x0::/lxc.payload.web\n');
  const { attribute } = attribution();
  const by = (pid: number | null, at: number): string | null => attribute(eventOf('u:r:spc_t:s0', { pid, time: at }));
  expect([by(7, 95), by(7, 105), by(7, 94.999), by(7, 105.001)]).toEqual(['web', 'web', null, null]);
  expect([by(8, 100), by(9, 100), by(10, 100), by(null, 100)]).toEqual([null, null, null, null]);
});
