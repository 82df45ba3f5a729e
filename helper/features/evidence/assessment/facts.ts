// SPDX-License-Identifier: Apache-2.0
/** Looks at one field of the evidence for a claim. */

import { createHash } from 'node:crypto';
import { chainNames, firstHash, readRecord } from '../../../../contract/model/activity-record.ts';
import type { DrillClass, DrillReport } from '../../../../contract/model/drill.ts';
import { type EvidenceChain, evidenceFile, type EvidencePart } from '../../../../contract/model/evidence.ts';
import type { FindingKind } from '../../../../contract/model/isolation-finding.ts';
import type { EvidenceValues } from './read-values.ts';

/** `unknown`: the evidence does not say; a claim that rests on it cannot be made. */
export type FactState = 'met' | 'not-met' | 'unknown';

/** Says what one field of one file shows. Its text has no word that a container could choose. */
export interface Seen {
  readonly file: string;
  /** Points into the file as a JSON pointer. */
  readonly field: string;
  readonly state: FactState;
  readonly text: string;
}

export type Fact = (values: EvidenceValues) => readonly Seen[];

const partOf = {
  versions: 'versions',
  certificate: 'certificate',
  audit: 'audit',
  activity: 'activity',
  localChanges: 'local-changes',
} as const satisfies Partial<Record<keyof EvidenceValues, EvidencePart>>;

type PartName = keyof typeof partOf;
type Value<Name extends PartName> = NonNullable<EvidenceValues[Name]>;

/** `judge` gives true, false, or undefined where the field does not say. */
export function fact<Name extends PartName>(
  name: Name,
  field: string,
  judge: (value: Value<Name>) => readonly [isMet: boolean | undefined, text: string],
): Fact {
  return (values) => {
    const file = evidenceFile(partOf[name]);
    const value = values[name];
    if (value === undefined) return [{ file, field, state: 'unknown', text: 'the part is missing' }];
    const [isMet, text] = judge(value);
    return [{ file, field, state: stateOf(isMet), text }];
  };
}

function stateOf(isMet: boolean | undefined): FactState {
  if (isMet === undefined) return 'unknown';
  return isMet ? 'met' : 'not-met';
}

/** The audit has no finding of these kinds but notices, with which isolation holds. */
export function noFinding(kinds: readonly FindingKind[]): Fact {
  return fact('audit', '/findings', ({ findings }) => {
    const found = findings.filter(({ kind, severity }) => severity !== 'notice' && kinds.includes(kind));
    const places = found.map((finding) => `${finding.kind} (/findings/${findings.indexOf(finding)})`);
    return [found.length === 0, found.length === 0 ? `no finding of ${kinds.join(', ')}` : places.join(', ')];
  });
}

/** Each pair of containers is isolated by the answer of the kernel. */
export const everyPairIsolated: Fact = fact('audit', '/map/rows', ({ map }) => {
  if (map === null) return [undefined, 'there is no map of the containers'];
  const cells = map.rows.join('');
  const count = (letter: string): number => cells.split(letter).length - 1;
  const text = `${map.containers.length} containers, ${count('o')} open pairs, ${count('u')} pairs of which nothing is known`;
  if (count('o') > 0) return [false, text];
  return [count('u') === 0 ? true : undefined, text];
});

/** In each drill of the period, of which one had all probes, every attempt of these classes was blocked. */
export function drillBlocked(classes: readonly DrillClass[]): Fact {
  return ({ drills }) => {
    const reports = [...drills].map(([file, report]) => seenInReport(file, report, classes));
    if ([...drills.values()].some((report) => report !== undefined && isWhole(report))) return reports;
    const text = 'there was no drill with all probes in the period';
    return [...reports, { file: 'manifest.json', field: '/files', state: 'unknown', text }];
  };
}

function isWhole({ isPartial, container, members }: DrillReport): boolean {
  return isPartial === undefined && container === undefined && members === undefined;
}

function seenInReport(file: string, report: DrillReport | undefined, classes: readonly DrillClass[]): Seen {
  const field = '/report/results';
  if (report === undefined) return { file, field, state: 'unknown', text: 'the report is missing' };
  const tried = report.results.filter((one) => classes.includes(one.class) && one.with.isAbsent !== true);
  const failed = tried.filter(({ pass }) => !pass);
  const breached = failed.filter(({ with: cell, elsewhere }) =>
    [cell.outcome, elsewhere?.outcome].includes('breached'),
  );
  const names = failed.map(({ probe }) => probe).join(', ');
  const text = `${tried.length - failed.length} of ${tried.length} probes of ${classes.join(', ')} passed`;
  const state = stateOfProbes({ tried: tried.length, failed: failed.length, breached: breached.length });
  return { file, field, state, text: failed.length === 0 ? text : `${text}; not ${names}` };
}

/** A probe that was neither breached nor shown to be blocked proves nothing. */
function stateOfProbes(count: Readonly<Record<'tried' | 'failed' | 'breached', number>>): FactState {
  if (count.breached > 0) return 'not-met';
  return count.tried === 0 || count.failed > 0 ? 'unknown' : 'met';
}

/** Both chains are there, each record has the hash of the one before, and the host has found no change of its log. */
export const chainsHold: Fact = (values) => [
  ...fact('activity', '/problems', ({ problems }) => [
    problems.length === 0,
    `the host found ${problems.length} records or entries changed, added or missing`,
  ])(values),
  ...chainNames.flatMap((name) =>
    fact('activity', '/chains', ({ chains }) => {
      const chain = chains.find((one) => one.chain === name);
      if (chain === undefined || chain.head === null) return [undefined, `the chain ${name} has not begun`];
      const broken = firstBroken(chain);
      const text = `${chain.records.length} records of the chain ${name}`;
      return [
        broken === undefined,
        broken === undefined ? text : `${text}; record ${broken} does not follow the one before`,
      ];
    })(values),
  ),
];

/** Gives the place in the chain from 0 on of the first record that does not follow; undefined for none. */
function firstBroken({ records, head }: EvidenceChain): number | undefined {
  const found = records.findIndex((text, index) => {
    const record = readRecord(text);
    const before = records[index - 1];
    if (record === undefined) return true;
    if (before === undefined) return record.number === 1 && record.previous !== firstHash;
    return record.previous !== hash(before) || record.number !== (readRecord(before)?.number ?? 0) + 1;
  });
  if (found !== -1) return found;
  const last = records.at(-1);
  const isOther = last !== undefined && readRecord(last)?.number === head?.number && hash(last) !== head?.hash;
  return isOther ? records.length - 1 : undefined;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
