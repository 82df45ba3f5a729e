// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { confinedInstance, someInstance } from '../../../incus/fixtures/some-instance.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { nameOf } from '../../../incus/incus-instances.ts';
import { bytesOf, cpuSetOf, cpusOf, readInstance } from './read-instance.ts';

const read = (instance: IncusInstance, name = nameOf(instance)) =>
  readInstance(instance, {
    runtimeOf: () => undefined,
    member: { name: 'one', version: '6.0.4' },
    enforcement: { isEnforcing: true },
    isPermissive: () => false,
    transition: undefined,
    name,
  });

it('a container of Incus has its engine and member, and what its configuration names', () => {
  const instance = confinedInstance('web', 's0:c5,c6', {
    location: 'one',
    expanded_config: {
      'limits.memory': '512MiB',
      'limits.cpu': '2',
      'limits.processes': '200',
      'image.description': 'Debian trixie',
      'volatile.idmap.next':
        '[{"Isuid":true,"Isgid":false,"Hostid":1065536,"Nsid":0,"Maprange":65536},' +
        '{"Isuid":false,"Isgid":true,"Hostid":1065536,"Nsid":0,"Maprange":65536}]',
    },
    expanded_devices: {
      root: { type: 'disk', path: '/', pool: 'fast', size: '10GiB' },
      eth0: { type: 'nic', network: 'incusbr0' },
    },
  });
  expect(read(instance)).toMatchObject({
    name: 'web',
    engine: 'incus',
    member: 'one',
    state: 'stopped',
    isManaged: false,
    image: 'Debian trixie',
    context: 'system_u:system_r:bulkhead_t:s0:c5,c6',
    domain: 'bulkhead_t',
    categories: ['c5', 'c6'],
    confinementMode: 'enforced',
    userNamespaceBase: 1_065_536,
    initPid: null,
    createdAt: 1_795_852_800,
    network: { kind: 'bridge', bridge: 'incusbr0' },
    limits: { memoryBytes: 512 * 2 ** 20, cpus: 2, pids: 200, diskBytes: 10 * 2 ** 30 },
  });
});

it('of one on another member only what Incus says is known', () => {
  const there = confinedInstance('web', 's0:c5,c6', { location: 'two', status_code: 103 });
  expect(read(there)).toMatchObject({ member: 'two', state: 'running', confinementMode: 'unknown', initPid: null });
  expect(read({ ...there, status_code: 112 }).state).toBe('stopped');
});

it('one in another project has the name that its cgroup has; without a cluster there is no member', () => {
  expect(read(someInstance('web', { project: 'shop' }))).toMatchObject({ name: 'shop_web', member: null });
});

it('one that was started without a context has none, and its mode is not known before it runs', () => {
  expect(read(someInstance('web'))).toMatchObject({ context: null, domain: null, confinementMode: 'unknown' });
});

it.each([
  ['512MiB', 512 * 2 ** 20],
  ['1GB', 1e9],
  ['10kB', 10_000],
  ['1073741824', 2 ** 30],
  ['2TiB', 2 * 2 ** 40],
  ['50%', null],
  ['lots', null],
  [undefined, null],
])('a size of %s is %s bytes', (text, bytes) => expect(bytesOf(text)).toBe(bytes));

it.each([
  ['2', undefined, 2],
  ['0-3', undefined, null],
  ['4', '50ms/100ms', 0.5],
  ['4', '50%', 4],
  [undefined, undefined, null],
  ['a-b', undefined, null],
])('processors %s with %s are %s', (processors, allowance, cpus) => expect(cpusOf(processors, allowance)).toBe(cpus));

it.each([
  ['0-3', '0-3'],
  ['0, 2,5-6', '0,2,5-6'],
  // Each of these says how many, not which.
  ['2', null],
  ['a-b', null],
  [undefined, null],
])('processors %s are the set %s', (processors, set) => expect(cpuSetOf(processors)).toBe(set));
