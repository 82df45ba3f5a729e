// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createPendingStreams } from './pending-streams.ts';
import { streamCredit } from './protocol.ts';

function watched(): { readonly passed: unknown[]; readonly streams: ReturnType<typeof createPendingStreams> } {
  const passed: unknown[] = [];
  return { passed, streams: createPendingStreams((method, params) => passed.push([method, params])) };
}

it('passes on at once what is for a stream that waits for nothing', () => {
  const { passed, streams } = watched();
  streams.take({ stream: 1 }, 'stream.item');
  expect(passed).toEqual([['stream.item', { stream: 1 }]]);
});

it('keeps what is for a stream that waits, in its order, until it is released', () => {
  const { passed, streams } = watched();
  expect(streams.begin(1)).toBe(true);
  streams.take({ stream: 1 }, 'stream.item');
  streams.take({ stream: 2 }, 'stream.item');
  streams.take({ stream: 1 }, 'stream.credit');
  expect(passed).toEqual([['stream.item', { stream: 2 }]]);
  streams.release(1);
  expect(passed.slice(1)).toEqual([
    ['stream.item', { stream: 1 }],
    ['stream.credit', { stream: 1 }],
  ]);
  streams.take({ stream: 1 }, 'stream.item');
  expect(passed).toHaveLength(4);
});

it('forgets what is for a stream that was denied, whose number can then be taken again', () => {
  const { passed, streams } = watched();
  streams.begin(1);
  expect(streams.begin(1)).toBe(false);
  streams.take({ stream: 1 }, 'stream.item');
  streams.drop(1);
  expect(streams.begin(1)).toBe(true);
  streams.release(1);
  expect(passed).toEqual([]);
});

it('keeps no more than a client may send', () => {
  const { streams } = watched();
  streams.begin(1);
  for (let count = 0; count < 2 * streamCredit; count += 1) streams.take({ stream: 1 }, 'stream.item');
  expect(() => streams.take({ stream: 1 }, 'stream.item')).toThrow('cannot keep more');
});
