// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { FollowItem } from './follow-item.ts';
import { dropped, followKernelRing, type KernelRing } from './follow-kernel-ring.ts';

const denial = (serial: number): string =>
  `type=1400 audit(1795533833.415:${serial}): avc: ` +
  ' denied  { read } for  pid=1 comm="cat" scontext=u:r:a_t:s0 tcontext=u:r:b_t:s0 tclass=file permissive=0';

/** A ring of these messages, which counts how often it was closed. */
function ringOf(messages: readonly (string | typeof dropped)[], boot = 'b1'): KernelRing & { closed: number } {
  const left = [...messages];
  const ring = { boot, closed: 0, next: () => left.shift(), close: () => void (ring.closed += 1) };
  return ring;
}

async function readAll(ring: KernelRing, position?: string): Promise<unknown[]> {
  const ending = new AbortController();
  const items: unknown[] = [];
  for await (const item of followKernelRing({ signal: ending.signal, ring, position, pollMs: 1 })) {
    items.push(wordsOf(item));
    if (item.kind === 'quiet') ending.abort();
  }
  return items;
}

function wordsOf(item: FollowItem): unknown {
  return item.kind === 'bytes'
    ? [
        Buffer.from(item.bytes)
          .toString()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => /:(\d+)\)/.exec(line)?.[1]),
        item.position,
        item.isKnown,
      ]
    : item;
}

it('gives the kernel’s audit records, and nothing that a program wrote into the ring', async () => {
  const ring = ringOf([
    `5,10,1,-;audit: ${denial(1)}\n SUBSYSTEM=x`,
    '6,11,2,-;eth0: up',
    `13,12,3,-;audit: ${denial(2)}`,
    `5,13,4,c;audit: ${denial(3)}`,
  ]);
  expect(await readAll(ring)).toEqual([[['1', '3'], 'kernel b1 13', false], { kind: 'quiet' }]);
  expect(ring.closed).toBe(1);
});

it('counts what was overwritten and what the kernel kept back', async () => {
  expect(
    await readAll(
      ringOf([dropped, '5,10,1,-;audit: kauditd_printk_skb: 25 callbacks suppressed', `5,11,2,-;audit: ${denial(1)}`]),
    ),
  ).toEqual([{ kind: 'lost', count: 26 }, [['1'], 'kernel b1 11', false], { kind: 'quiet' }]);
});

it('knows what an earlier start has counted, within the same boot', async () => {
  const messages = [`5,10,1,-;audit: ${denial(1)}`];
  expect(await readAll(ringOf(messages), 'kernel b1 10')).toEqual([[['1'], 'kernel b1 10', true], { kind: 'quiet' }]);
  expect(await readAll(ringOf(messages, 'b2'), 'kernel b1 10')).toEqual([
    [['1'], 'kernel b2 10', false],
    { kind: 'quiet' },
  ]);
});

it('never takes new messages for known ones, though they come in one piece', async () => {
  const ring = ringOf([`5,10,1,-;audit: ${denial(1)}`, `5,11,1,-;audit: ${denial(2)}`]);
  expect(await readAll(ring, 'kernel b1 10')).toEqual([
    [['1'], 'kernel b1 10', true],
    [['2'], 'kernel b1 11', false],
    { kind: 'quiet' },
  ]);
});
