// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Certificate } from '../policy/proof.ts';
import { judgeProof } from './judge-proof.ts';

function stateOf(
  proof: Partial<Certificate['proof']>,
  {
    isStale = false,
    enforcing = true,
    selinux = 'enforcing',
  }: { isStale?: boolean; enforcing?: boolean; selinux?: 'enforcing' | 'permissive' | 'not known' } = {},
): string {
  const whole: Parameters<typeof judgeProof>[0]['certificate']['proof'] = {
    verdict: 'proven',
    openCount: 0,
    exceptions: [],
    ...proof,
  };
  return judgeProof({
    certificate: { provedAt: 1, enforcing, proof: whole },
    isStale,
    selinux: selinux === 'not known' ? undefined : selinux,
  }).state;
}

const open = { id: 'x', title: 'x', closedBy: 'nothing' as const, reason: 'x', probes: [], objects: [] };

test('only a proof of now, on a host that enforces, is a sign of isolation', () => {
  expect(stateOf({})).toBe('isolated');
  expect(stateOf({ exceptions: [open] })).toBe('isolated-with-remarks');
  expect(stateOf({ verdict: 'open', openCount: 2 })).toBe('not-isolated');
  const objects = { containers: [], passed: [], found: [], foundCount: 1 };
  expect(stateOf({ verdict: 'open', objects })).toBe('not-isolated');
  expect(stateOf({ verdict: 'unknown' })).toBe('unknown');
  expect(stateOf({}, { isStale: true })).toBe('unknown');
  expect(stateOf({}, { enforcing: false })).toBe('not-isolated');
  expect(stateOf({}, { selinux: 'permissive' })).toBe('not-isolated');
  expect(stateOf({}, { selinux: 'not known' })).toBe('unknown');
});
