// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { parseRules } from './pair-rules.ts';

/** These are the rules as `ip -json rule show` prints them. */
const rules = JSON.stringify([
  { priority: 0, src: 'all', table: 'local' },
  { priority: 4200, src: '10.0.3.5', dst: '10.0.3.6', iif: 'lxcbr0', table: 'main' },
  { priority: 4201, src: 'all', dst: '10.0.3.0', dstlen: 24, iif: 'lxcbr0', iif_detached: null, action: 'unreachable' },
  { priority: 32_766, src: 'all', table: 'main' },
]);

it('reads rules as the words by which they are added, also while the bridge is gone', () => {
  expect(parseRules(rules, 4200)).toEqual(['iif lxcbr0 from 10.0.3.5 to 10.0.3.6 lookup main']);
  expect(parseRules(rules, 4201)).toEqual(['iif lxcbr0 to 10.0.3.0/24 unreachable']);
  expect(parseRules('', 4201)).toEqual([]);
});
