// SPDX-License-Identifier: Apache-2.0
/**
 * What a member of the group, whom polkit allows nothing, does to others by connecting and sending. The figure: root's
 * `host.info`, with a connection of its own each time, takes at most three times as long as at rest.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import { type LabHelper, openLabHelper, operator, outsider } from '../../hosts/fixtures/hostile-clients.ts';

const maxRatio = 3;
const slow = { timeout: 900_000 };
let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
}, slow.timeout);

async function residentMiB(): Promise<number> {
  return Number(await lab.guest.mustRun(`awk '/VmRSS/ {print $2}' /proc/${await lab.listenerPid()}/status`)) / 1024;
}

interface Measured {
  readonly rest: readonly number[];
  readonly during: readonly number[];
  /** Processes of the flood that had ended by themselves. */
  readonly ended: number;
}

function middleOf(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;
}

describe('root is answered while a member', () => {
  it.each([
    ['connects and closes, again and again', 'connects'],
    ['holds all the connections that it gets', 'held'],
    ['holds half-open connections', 'half-open'],
    ['reads no watch and no answer', 'slow'],
    ['sends frames of the greatest size', 'greatest'],
  ])('%s (N8)', slow, async (_, kind) => {
    const pid = await lab.listenerPid();
    const [descriptors, memory] = [await lab.descriptors(), await residentMiB()];
    const measured = JSON.parse(await lab.hostile('root', 'info_beside', kind, '20')) as Measured;
    expect(measured.ended).toBe(0);
    expect(middleOf(measured.during) / middleOf(measured.rest)).toBeLessThan(maxRatio);
    expect(await lab.hostile(operator, 'greet')).toBe('connected');
    expect(await lab.listenerPid()).toBe(pid);
    await expect.poll(() => lab.descriptors(), { timeout: 60_000 }).toBeLessThan(descriptors + 5);
    expect((await residentMiB()) - memory).toBeLessThan(100);
  });
});

describe('10,000 connections', () => {
  it('of a member leave no descriptor and no memory behind (N8)', slow, async () => {
    const [descriptors, memory] = [await lab.descriptors(), await residentMiB()];
    await lab.hostile(outsider, 'come_and_go', '10000');
    await expect.poll(() => lab.descriptors(), { timeout: 60_000 }).toBeLessThan(descriptors + 5);
    expect((await residentMiB()) - memory).toBeLessThan(20);
  });

  it('do not reach the queue of another: the socket of a user lets in that user alone (N8)', slow, async () => {
    const uid = (await lab.guest.mustRun(['id', '-u', 'operator'])).trim();
    const own = `/run/bulkhead/users/${uid}.sock`;
    expect(await lab.hostile(operator, 'knock', own, '1')).toBe('["answered"]');
    expect(await lab.hostile(outsider, 'knock', own, '1')).toBe('["forbidden"]');
    const label = await lab.guest.mustRun(['stat', '-c', '%C', own]);
    expect(label).toContain(':bulkhead_users_t:');
  });
});
