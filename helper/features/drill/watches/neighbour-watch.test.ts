// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { neighboursSeen, watchNeighbours, type NeighbourWatchOptions } from './neighbour-watch.ts';
import type { Watched } from './watched.ts';

let proc: string;

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'bulkhead-neighbours-'));
  mkdirSync(join(proc, 'net/stat'), { recursive: true });
  mkdirSync(join(proc, 'sys/net/ipv4/neigh/default'), { recursive: true });
  writeFileSync(join(proc, 'sys/net/ipv4/neigh/default/gc_thresh3'), '32768\n');
  writeFileSync(join(proc, 'net/arp'), 'IP address HW type\n10.0.3.2 0x1 0x2\n');
});
afterEach(() => rmSync(proc, { recursive: true }));

/** Writes the tables as the kernel does: a line for each processor, in hexadecimal numbers. */
function fill(entries: number, overflows = 0): void {
  const line = `${entries.toString(16).padStart(8, '0')} ${overflows.toString(16).padStart(8, '0')}\n`;
  writeFileSync(join(proc, 'net/stat/arp_cache'), `entries table_fulls\n${line}`);
}

/** `came`: at the host's second look. */
function seen(came: readonly [number, number], options: NeighbourWatchOptions = {}): Watched {
  fill(20, 3);
  const watch = watchNeighbours('lxcbr0', { proc, bridgeAddress: () => '10.0.3.1/24', make: () => true, ...options });
  watch.look?.();
  fill(20 + came[0], 3 + came[1]);
  watch.look?.();
  return watch.end();
}

it('sees the entries that came while the attempt was made, and that the host resolves another address (N1)', () => {
  const asked: string[] = [];
  const make = (address: string): boolean => asked.push(address) > 0;
  const words =
    'the host sees 512 entries come to its table of neighbours, which holds 532 of 32768; ' +
    'the host resolves another address meanwhile';
  expect(seen([512, 0], { make })).toEqual({ sight: { isDone: false, words } });
  // One that nobody has, of the net of the bridge, and only once the attempt has made its entries.
  expect(asked).toEqual(['10.0.3.3']);
});

it('takes more than a container needs, an overflow, and a host that resolves nothing more for harm (N1)', () => {
  expect(seen([1025, 0]).sight?.isDone).toBe(true);
  expect(seen([1024, 0]).sight?.isDone).toBe(false);
  expect(seen([5, 7]).sight).toMatchObject({
    isDone: true,
    words: expect.stringContaining('it overflowed 7 times') as string,
  });
  expect(seen([512, 0], { make: () => false }).sight).toMatchObject({
    isDone: true,
    words: expect.stringContaining('the host can resolve no other address meanwhile') as string,
  });
});

it('shows nothing where hardly an entry came, or the attempt ended before the second look', () => {
  expect(seen([99, 0])).toEqual({ unseen: 'the host saw 99 entries come to its table of neighbours' });
  const table = { family: 'ipv4', entries: 5, maxEntries: 9, overflows: 0 } as const;
  expect(neighboursSeen([table], 'made').sight).toBeUndefined();
});

it('says nothing of other addresses where it knows none, or cannot send there', () => {
  const fails = (): never => {
    throw new Error('cannot sendto: ENETUNREACH');
  };
  for (const options of [{ bridgeAddress: () => undefined }, { make: fails }])
    expect(seen([512, 0], options).sight?.words).toBe(
      'the host sees 512 entries come to its table of neighbours, which holds 532 of 32768',
    );
});

it('has nothing to look at in a kernel without the table', () => {
  expect(watchNeighbours('lxcbr0', { proc }).end()).toEqual({ absent: 'the kernel has no table of neighbours' });
});
