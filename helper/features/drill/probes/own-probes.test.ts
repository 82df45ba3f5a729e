// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { probesFromIt, probesOfContainer, probesOnIt } from './own-probes.ts';
import { probes } from './probe-list.ts';

const ids = probesFromIt.map(({ id }) => id);

it('makes inside a container in use what changes nothing there, and none of what could harm it or the host', () => {
  expect(ids).toEqual(
    expect.arrayContaining([
      'file-handle',
      'socket-crypto',
      'kernel-module',
      'kernel-load',
      'selinux-level',
      'net-neigh-set',
    ]),
  );
  const harmful = ['kernel-release', 'kernel-autoload', 'start-links', 'audit-forge', 'net-spoof'];
  const taking = ['net-neighbours', 'net-connections', 'net-leases'];
  const usingUp = [...taking, 'limit-cpu', 'limit-tasks', 'limit-memory', 'limit-files', 'limit-disk'];
  expect(probes.map(({ id }) => id)).toEqual(expect.arrayContaining([...harmful, ...usingUp]));
  expect([...harmful, ...usingUp].filter((id) => ids.includes(id))).toEqual([]);
});

it('looks inside for no secret of a victim, which such a run has not', () => {
  expect(probesFromIt.filter(({ breach }) => breach === 'secret').map(({ id }) => id)).toEqual(['net-host']);
});

it('names no attempt twice', () => {
  expect(new Set(probesOfContainer.map(({ id }) => id)).size).toBe(probesOnIt.length + probesFromIt.length);
});
