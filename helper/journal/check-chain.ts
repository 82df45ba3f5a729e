// SPDX-License-Identifier: Apache-2.0
/** Finds what was changed or removed in the chained records of the activity log, and in its entries. */

import {
  type ActivityRecord,
  type ChainName,
  chainNames,
  firstHash,
  readRecord,
} from '../../contract/model/activity-record.ts';
import { hashRecord, type StoredRecord } from './activity-chain.ts';

/** An entry of the log as far as records say the same of it; `detail` is in English. */
export interface CheckedEntry {
  readonly id: number;
  readonly begunAt: number;
  readonly endedAt: number | null;
  readonly operation: string;
  readonly subject: string | null;
  readonly uid: number;
  readonly user: string;
  readonly request: string | null;
  readonly outcome: string;
  readonly detail: string | null;
  /** It made a change, so it may be older than the others that are kept. */
  readonly hasChange: boolean;
}

type Parsed = { readonly hash: string; readonly record: ActivityRecord };

/** Gives a sentence for each problem; none where all records and all entries that have one are as they were written. */
export function checkChains(stored: readonly StoredRecord[], entries: readonly CheckedEntry[]): readonly string[] {
  const problems: string[] = [];
  for (const chain of chainNames) {
    const parsed = parseRecords(
      stored.filter((one) => one.chain === chain),
      problems,
    );
    checkLinks(chain, parsed, problems);
    const records = parsed.map(({ record }) => record);
    checkEntries(
      records,
      entries.filter(({ outcome }) => (outcome === 'denied') === (chain === 'denied')),
      problems,
    );
  }
  return problems;
}

function parseRecords(stored: readonly StoredRecord[], problems: string[]): readonly Parsed[] {
  return stored.flatMap(({ chain, number, hash, data }) => {
    const record = readRecord(data);
    if (record === undefined) {
      problems.push(`record ${number} of the chain ${chain} cannot be read`);
      return [];
    }
    if (hashRecord(data) !== hash || record.number !== number || record.chain !== chain)
      problems.push(`record ${number} of the chain ${chain} was changed`);
    return [{ hash, record }];
  });
}

function checkLinks(chain: ChainName, parsed: readonly Parsed[], problems: string[]): void {
  const [first] = parsed;
  if (first === undefined) {
    problems.push(`the chain ${chain} has no record`);
    return;
  }
  const pruned = parsed.findLast(({ record }) => record.event === 'pruned')?.record;
  const through = pruned?.event === 'pruned' ? pruned.through : 0;
  if (first.record.number !== through + 1)
    problems.push(`records before ${first.record.number} of the chain ${chain} are missing`);
  if (first.record.number === 1 && first.record.previous !== firstHash)
    problems.push(`record 1 of the chain ${chain} is not its first`);
  for (const [index, { record }] of parsed.entries()) {
    const before = parsed[index - 1];
    if (before === undefined) continue;
    if (record.number !== before.record.number + 1)
      problems.push(`records between ${before.record.number} and ${record.number} of the chain ${chain} are missing`);
    else if (record.previous !== before.hash)
      problems.push(`record ${record.number} of the chain ${chain} does not follow the one before it`);
  }
}

/** Entries of earlier versions have no record, and are not judged. */
function checkEntries(records: readonly ActivityRecord[], entries: readonly CheckedEntry[], problems: string[]): void {
  const begun = new Map<number, ActivityRecord>();
  const ended = new Map<number, ActivityRecord>();
  for (const record of records) {
    if (record.event === 'begun' || record.event === 'not-run') begun.set(record.activity, record);
    if (record.event === 'ended' || record.event === 'not-run') ended.set(record.activity, record);
  }
  const known = new Set(entries.map(({ id }) => id));
  const oldestRecorded = Math.min(...begun.keys());
  for (const entry of entries) {
    if (entry.id < oldestRecorded) continue;
    const [start, end] = [begun.get(entry.id), ended.get(entry.id)];
    if (start === undefined) problems.push(`entry ${entry.id} of the activity log has no record`);
    else if (!isAsRecorded(entry, start, end)) problems.push(`entry ${entry.id} of the activity log was changed`);
  }
  // Entries are deleted from the oldest on, but for those whose change can be undone.
  const oldestKept = Math.min(...entries.flatMap(({ id, hasChange }) => (hasChange ? [] : [id])));
  for (const id of begun.keys())
    if (id > oldestKept && !known.has(id)) problems.push(`entry ${id} of the activity log is missing`);
}

function isAsRecorded(entry: CheckedEntry, start: ActivityRecord, end: ActivityRecord | undefined): boolean {
  const same = [
    'operation' in start &&
      start.at === entry.begunAt &&
      start.operation === entry.operation &&
      start.subject === entry.subject &&
      start.uid === entry.uid &&
      start.user === entry.user &&
      start.request === entry.request,
    end === undefined
      ? entry.outcome === 'running' && entry.endedAt === null
      : 'outcome' in end && end.at === entry.endedAt && end.outcome === entry.outcome && end.detail === entry.detail,
  ];
  return same.every(Boolean);
}
