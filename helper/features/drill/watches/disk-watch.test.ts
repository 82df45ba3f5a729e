// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('looks before the attempt and while it waits, and gives no evidence of a look that failed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-disk-watch-'));
  try {
    const host = vi.fn(() => ({ freeBytes: host.mock.calls.length === 1 ? 2 : 0, reserveBytes: 1 }));
    const watch = watchDisk(folder, host);
    watch.look?.();
    expect(watch.end()).toEqual({
      sight: { isDone: true, words: 'the host sees its reserve taken: 0 B free, of which 1 B are its reserve' },
    });
    const gone = watchDisk(folder, host);
    rmSync(folder, { recursive: true });
    gone.look?.();
    expect(gone.end()).toEqual({});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
