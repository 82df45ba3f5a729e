// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests on guests that were booted with other distributions' policies found last, for the guide: not every
 * checkout has these policies. The tests write it where `BULKHEAD_RECORD=1` asks for that.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { ForeignPolicyId } from './policies.ts';

const path = new URL('booted-record.json', import.meta.url);

/** The sets of tests, each with its words for the guide. */
export const bootedTests = {
  'main-job': 'containers of both kinds, a remedy and its undo, the audit, removal',
  drill: 'the drill',
  learning: 'containers that learn',
  'own-domain': 'rules and choices of a domain of its own, and hostile modules',
  'host-policy': "modules of the administrator's, and an update of the policy",
  'policy-faults': "a full disk, a semodule that was killed, Podman's policy, booleans",
  domains: 'the domains of our own processes',
} as const;
export type BootedTest = keyof typeof bootedTests;

const resultSchema = z.strictObject({
  /** It is the day in UTC, such as 2026-01-31. */
  date: z.iso.date(),
  /** It says in words what came out, such as the last line of the drill; null where passing says all. */
  outcome: z.string().nullable(),
});
export type BootedResult = z.infer<typeof resultSchema>;

const recordSchema = z.record(z.string(), z.record(z.string(), resultSchema));

/** Gives what was found on the guest with this policy; nothing where the tests were never recorded. */
export function readBootedRecord(id: ForeignPolicyId): Readonly<Partial<Record<BootedTest, BootedResult>>> {
  return readAll()[id] ?? {};
}

/** Records that these tests passed at this time (ms since the epoch), where that was asked for. */
export function recordBooted(
  id: ForeignPolicyId,
  test: BootedTest,
  { at, outcome = null }: { readonly at: number; readonly outcome?: string | null | undefined },
): void {
  if (process.env['BULKHEAD_RECORD'] !== '1') return;
  const all = readAll();
  const date = new Date(at).toISOString().slice(0, 10);
  const record = { ...all, [id]: { ...all[id], [test]: { date, outcome } } };
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
}

function readAll(): z.infer<typeof recordSchema> {
  return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
