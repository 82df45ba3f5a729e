// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { type DiskMoment, diskSeen, watchDisk } from './disk-watch.ts';

const gibibyte = 2 ** 30;
const moment = (layerFree: number, hostFree: number): DiskMoment => ({
  layer: { bytes: 2 ** 27, free: layerFree },
  host: { freeBytes: hostFree, reserveBytes: gibibyte },
});

it('sees a layer that ends at its limit, and how much the host had then', () => {
  expect(diskSeen([moment(2 ** 26, 5 * gibibyte), moment(4096, 4 * gibibyte), moment(2 ** 26, 3 * gibibyte)])).toEqual({
    sight: {
      isDone: false,
      words: 'the host sees that the rest of its disk was left: 4 GiB free, of which 1 GiB are its reserve',
    },
    fullLayer: 'its layer ended at 128 MiB, and was seen full',
  });
});

it('says nothing of a layer that it never saw full', () => {
  expect(diskSeen([moment(0, 5 * gibibyte)])).toEqual({});
  expect(diskSeen([moment(2 ** 26, 5 * gibibyte), moment(2 ** 25, 4 * gibibyte)])).toEqual({});
});

it('sees a reserve that was taken, and blames nobody where it was taken before', () => {
  const words = 'the host sees its reserve taken: 512 MiB free, of which 1 GiB are its reserve';
  expect(diskSeen([moment(2 ** 26, 5 * gibibyte), moment(0, gibibyte / 2)])).toEqual({
    sight: { isDone: true, words },
  });
  expect(diskSeen([moment(2 ** 26, gibibyte / 2), moment(0, gibibyte / 4)]).sight?.isDone).toBe(false);
});

it('looks again and again until it is ended, and not after that', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-disk-watch-'));
  try {
    const host = vi.fn(() => ({ freeBytes: 2, reserveBytes: 1 }));
    const watch = watchDisk(folder, host);
    await vi.waitUntil(() => host.mock.calls.length > 2);
    expect(watch.end()).toEqual({});
    const looks = host.mock.calls.length;
    await sleep(120);
    expect(host.mock.calls.length).toBe(looks);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
