// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rememberBytes } from './byte-memo.ts';

it('gives for any run what is made of it, however many runs share its place', () => {
  const recall = rememberBytes(2, (text) => `made of ${text}`);
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\0'), maxLength: 9 }), { maxLength: 50 }),
      (texts) => {
        for (const text of texts) {
          const bytes = Buffer.from(`x${text}abc`, 'latin1');
          expect(recall(bytes, 1, 1 + text.length)).toBe(`made of ${text}`);
        }
      },
    ),
  );
});

it('makes a run once while nothing takes its place', () => {
  let made = 0;
  const recall = rememberBytes(64, (text) => {
    made += 1;
    return text;
  });
  const bytes = Buffer.from('system_u:system_r:container_t:s0:c5,c6');
  const results = [1, 2, 3].map(() => recall(bytes, 0, bytes.length));
  expect([new Set(results).size, made]).toEqual([1, 1]);
});

it('does not keep giants', () => {
  let made = 0;
  const recall = rememberBytes(64, (text) => {
    made += 1;
    return text;
  });
  const bytes = Buffer.alloc(97, 'a');
  recall(bytes, 0, 97);
  recall(bytes, 0, 97);
  expect(made).toBe(2);
});
