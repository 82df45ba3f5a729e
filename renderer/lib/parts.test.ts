// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { createParts } from './parts.ts';

it('loads one part after the other, each when the window is idle, and those that a part brings', async () => {
  const parts = createParts();
  const log: string[] = [];
  parts.addPart(async () => {
    log.push('page');
    parts.addPart(async () => log.push('part of the page'));
  });
  parts.addPart(async () => log.push('dialog'));
  await parts.loadParts(async () => void log.push('idle'));
  expect(log).toEqual(['idle', 'page', 'idle', 'dialog', 'idle', 'part of the page']);
});

it('goes on after a part that cannot be loaded', async () => {
  const parts = createParts();
  const load = vi.fn(() => Promise.resolve());
  parts.addPart(() => Promise.reject(new Error('no such file')));
  parts.addPart(load);
  await parts.loadParts(() => Promise.resolve());
  expect(load).toHaveBeenCalledOnce();
});

it('keeps back until the first picture what is not needed for it, unless it is wanted no more', async () => {
  const parts = createParts();
  const [chart, gone, late] = [vi.fn(), vi.fn(), vi.fn()];
  parts.oncePicture(chart);
  parts.oncePicture(gone)();
  expect(chart).not.toHaveBeenCalled();
  await parts.loadParts(() => Promise.resolve());
  parts.oncePicture(late);
  expect([chart, gone, late].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1]);
});
