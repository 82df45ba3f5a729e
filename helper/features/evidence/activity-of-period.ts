// SPDX-License-Identifier: Apache-2.0
/** Takes from the chained activity what belongs to a period. */

import {
  type ActivityRecord,
  type ChainName,
  chainNames,
  readRecord,
} from '../../../contract/model/activity-record.ts';
import { activitySchema } from '../../../contract/model/activity.ts';
import type { EvidenceActivity, EvidenceChain, EvidencePeriod } from '../../../contract/model/evidence.ts';
import type { RecordedActivity } from '../../journal/activity-log.ts';

export function activityOfPeriod(recorded: RecordedActivity, period: EvidencePeriod): EvidenceActivity {
  return {
    period,
    chains: chainNames.map((chain) => chainOfPeriod(recorded, chain, period)),
    problems: [...recorded.problems],
    unchained: unchainedOf(recorded, period),
  };
}

/**
 * Takes the records from the first one that is not before the period to the last one that is not after it: where the
 * clock was set, the records between are in it too. The records beside them show that none is left out.
 */
function chainOfPeriod({ records }: RecordedActivity, chain: ChainName, period: EvidencePeriod): EvidenceChain {
  const all = records.filter((one) => one.chain === chain);
  // A record that cannot be read is a problem of its own, and begins or ends no period.
  const times = all.map(({ data }) => readRecord(data)?.at ?? Number.NaN);
  const first = times.findIndex((at) => at >= period.from);
  const last = times.findLastIndex((at) => at <= period.to);
  const begin = first === -1 ? all.length : first;
  const head = all.at(-1);
  return {
    chain,
    records: all.slice(Math.max(0, begin - 1), last + 2).map(({ data }) => data),
    head: head === undefined ? null : { number: head.number, hash: head.hash },
  };
}

/** Gives the entries from before the chains, as far as the log still has them. */
function unchainedOf({ records, entries }: RecordedActivity, period: EvidencePeriod): EvidenceActivity['unchained'] {
  const before = entriesBefore(records.map(({ data }) => readRecord(data)));
  return entries
    .filter(({ id, begunAt }) => id <= before && begunAt >= period.from && begunAt <= period.to)
    .map((entry) => activitySchema().parse(entry));
}

/** Entries up to this one have no record; the oldest record that is kept says so where the first is gone. */
function entriesBefore(records: readonly (ActivityRecord | undefined)[]): number {
  const numbers = records.flatMap((record) => {
    if (record?.event === 'chain-begins' && record.chain === 'run') return [record.entriesBefore];
    return record?.event === 'begun' || record?.event === 'not-run' ? [record.activity - 1] : [];
  });
  return numbers.length === 0 ? Infinity : Math.min(...numbers);
}
