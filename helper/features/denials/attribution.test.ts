// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DenialEvent } from '../../../contract/model/denials/denial.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { configuredContexts } from '../../lxc/all-configurations.ts';
import { createAttribution } from './attribution.ts';

let lxcPath: string;
let time: number;

beforeEach(() => {
  lxcPath = mkdtempSync(join(tmpdir(), 'lxc-'));
  time = 0;
});
afterEach(() => rmSync(lxcPath, { recursive: true }));

function make(name: string, context: string): void {
  mkdirSync(join(lxcPath, name));
  writeFileSync(join(lxcPath, name, 'config'), `lxc.selinux.context = ${context}\n`);
}

const contexts = () => configuredContexts(lxcPath);

function eventOf(context: string): DenialEvent {
  return { source: parseSecurityContext(context) ?? null } as DenialEvent;
}

test('a denial belongs to the container whose categories its process had', () => {
  make('web', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  make('db', 'system_u:system_r:bulkhead_t:s0:c3,c4');
  const attribute = createAttribution({ contexts, now: () => time });
  const sources = [
    'system_u:system_r:bulkhead_t:s0:c1,c2',
    'system_u:system_r:bulkhead_t:s0:c3,c4',
    'unconfined_u:system_r:bulkhead_t:s0:c1,c2',
    'system_u:system_r:bulkhead_t:s0:c1,c3',
  ];
  expect(sources.map((source) => attribute(eventOf(source)))).toEqual(['web', 'db', 'web', null]);
});

test('the host is no container, whatever categories it has', () => {
  make('web', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  const attribute = createAttribution({ contexts, now: () => time });
  expect(
    [
      'system_u:system_r:svirt_t:s0:c1,c2',
      'system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023',
      'system_u:system_r:bulkhead_t:s0',
    ].map((source) => attribute(eventOf(source))),
  ).toEqual([null, null, null]);
});

test('a container made later is found, and one that is gone keeps its denials', () => {
  const attribute = createAttribution({ contexts, now: () => time });
  const event = eventOf('system_u:system_r:bulkhead_t:s0:c1,c2');
  expect(attribute(event)).toBe(null);
  make('web', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  time += 2000;
  expect(attribute(event)).toBe('web');
  rmSync(join(lxcPath, 'web'), { recursive: true });
  time += 2000;
  expect(attribute(event)).toBe('web');
});

test('a container that got the categories of a container that is gone gets its own denials', () => {
  make('old', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  const attribute = createAttribution({ contexts, now: () => time });
  const event = eventOf('system_u:system_r:bulkhead_t:s0:c1,c2');
  expect(attribute(event)).toBe('old');
  rmSync(join(lxcPath, 'old'), { recursive: true });
  make('new', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  time += 6000;
  expect(attribute(event)).toBe('new');
});

test('a container that LXC does not have is known by the context that its own engine names', () => {
  const otherContexts = () => new Map([['shop_web', 'system_u:system_r:bulkhead_t:s0:c7,c8']]);
  const attribute = createAttribution({ contexts: otherContexts, now: () => time });
  expect(attribute(eventOf('system_u:system_r:bulkhead_t:s0:c7,c8'))).toBe('shop_web');
});

test('a container that is gone keeps its denials, also after a restart, until another one has its context', () => {
  const kept = new Map<string, string>();
  const memory = { load: () => kept, remember: (context: string, name: string) => void kept.set(context, name) };
  const source = eventOf('system_u:system_r:bulkhead_t:s0:c1,c2');
  make('web', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  expect(createAttribution({ contexts, now: () => time, memory })(source)).toBe('web');
  rmSync(join(lxcPath, 'web'), { recursive: true });
  expect(createAttribution({ contexts, now: () => time, memory })(source)).toBe('web');
  make('other', 'system_u:system_r:bulkhead_t:s0:c1,c2');
  expect(createAttribution({ contexts, now: () => time, memory })(source)).toBe('other');
});

test('a process without a pair of its own belongs to the container whose cgroup it is in, while its number is surely its own', () => {
  const procPath = mkdtempSync(join(tmpdir(), 'proc-'));
  mkdirSync(join(procPath, '7'));
  mkdirSync(join(procPath, '8'));
  writeFileSync(join(procPath, '7', 'cgroup'), '0::/lxc.payload.web/system.slice/cron.service\n');
  writeFileSync(join(procPath, '8', 'cgroup'), '0::/system.slice/lxc.payload.db/x\n');
  time = 100_000;
  const attribute = createAttribution({ contexts, now: () => time, procPath });
  const event = (pid: number, at: number): DenialEvent => ({ ...eventOf('system_u:system_r:spc_t:s0'), pid, time: at });
  expect([event(7, 99), event(7, 50), event(8, 99), event(9, 99)].map(attribute)).toEqual(['web', null, null, null]);
  rmSync(procPath, { recursive: true });
});
