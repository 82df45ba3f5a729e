// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GivenFinding } from '../../../contract/model/isolation-finding.ts';
import { fakeContainer, stoppedContainer } from '../../../testing/models/container.ts';
import { type AuditBook, createAuditBook } from './audit-book.ts';
import { createLatestAudit, type LatestAudit, type RunAudit } from './latest-audit.ts';

const mislabelled = {
  kind: 'mislabelled',
  id: 'mislabelled',
  severity: 'weak',
  containers: ['web'],
  summary: 'wrong labels',
  evidence: [],
  fix: { by: 'advice', summary: 'restore them' },
  tree: '/var/lib/lxc',
  count: 1,
  examples: [],
} satisfies GivenFinding;

let listed = [fakeContainer()];
let fails = false;
let audits: boolean[] = [];
let failures: unknown[] = [];
let book: AuditBook;
let latest: LatestAudit;
let ending: AbortController;

const audit: RunAudit = async function* ({ labels }) {
  audits.push(labels);
  if (fails) throw new Error('no kernel');
  if (labels) yield { type: 'finding', finding: mislabelled };
  return { findings: 0, containers: listed.length, labels, checkedAt: 1000 + audits.length };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  [listed, fails, audits, failures, ending] = [[fakeContainer()], false, [], [], new AbortController()];
  book = createAuditBook();
  latest = createLatestAudit({
    book,
    audit,
    containers: async () => listed,
    listed: () => listed,
    onFailed: (error) => failures.push(error),
    uptimeMs: () => performance.now(),
  });
});
afterEach(() => {
  ending.abort();
  vi.useRealTimers();
});

async function drain(labels: boolean): Promise<void> {
  const stream = latest.run({ labels }, ending.signal);
  while ((await stream.next()).done !== true);
}

it('keeps an audit that came to its end, and none that failed or that its reader left', async () => {
  await latest.run({ labels: true }, ending.signal).return(undefined as never);
  const left = latest.run({ labels: true }, ending.signal);
  await left.next();
  await left.return(undefined as never);
  expect(book.record()).toBeUndefined();
  await drain(false);
  expect(book.record()).toMatchObject({ checkedAt: 1002, findings: [] });
  fails = true;
  await expect(drain(false)).rejects.toThrow('no kernel');
  expect(book.record()?.checkedAt).toBe(1002);
});

it('lets what a check of labels found stand until labels are checked again', async () => {
  await drain(true);
  await drain(false);
  expect(book.record()?.findings).toEqual([mislabelled]);
});

it('audits when a running container changed or is new, after a pause, and again before the audit is old', async () => {
  latest.keepFresh(ending.signal);
  await vi.advanceTimersByTimeAsync(5000);
  expect(audits).toEqual([false]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(audits).toHaveLength(1);
  listed = [...listed, fakeContainer({ name: 'db' })];
  await vi.advanceTimersByTimeAsync(5000);
  listed = [...listed, fakeContainer({ name: 'mail' })];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(audits).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(audits).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(900_000);
  expect(audits).toHaveLength(4);
});

it('does not audit where nothing runs, and says when an audit fails', async () => {
  listed = [stoppedContainer];
  latest.keepFresh(ending.signal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(audits).toEqual([]);
  [listed, fails] = [[fakeContainer()], true];
  await vi.advanceTimersByTimeAsync(5000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(failures).toEqual([new Error('no kernel')]);
});
