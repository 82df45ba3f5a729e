// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { createReadingGate } from './reading-gate.ts';

const mebibyte = 1024 * 1024;

function recordingStream(): { readonly calls: string[]; pause(): void; resume(): void } {
  const calls: string[] = [];
  return { calls, pause: () => void calls.push('pause'), resume: () => void calls.push('resume') };
}

test('pauses when too much is not handled, and goes on when enough is', () => {
  const stream = recordingStream();
  const gate = createReadingGate(stream);
  for (let index = 0; index < 5; index += 1) gate.arrived(mebibyte, 1);
  expect(stream.calls).toEqual(['pause']);
  gate.acknowledge(3);
  expect(stream.calls).toEqual(['pause']);
  gate.acknowledge(1);
  expect(stream.calls).toEqual(['pause', 'resume']);
});

test('never pauses within one message, which could then not end', () => {
  const stream = recordingStream();
  const gate = createReadingGate(stream);
  for (let index = 0; index < 7; index += 1) gate.arrived(mebibyte, 0);
  expect(stream.calls).toEqual([]);
});

test('more acknowledgements than messages do no harm', () => {
  const stream = recordingStream();
  const gate = createReadingGate(stream);
  gate.acknowledge(1000);
  for (let index = 0; index < 5; index += 1) gate.arrived(mebibyte, 1);
  expect(stream.calls).toEqual(['pause']);
});
