// SPDX-License-Identifier: Apache-2.0
/** Writes an assessment as SARIF 2.1.0: a result for each control, at the fields of the evidence that decide it. */

import type { JudgedControl } from './assess.ts';
import { type Assessed, timeOf } from './assessed.ts';
import { claims } from './claims.ts';
import { frameworkTitles } from './controls.ts';
import type { Seen } from './facts.ts';
import { namedUuid } from './named-uuid.ts';

export function sarifOf({ assessment, host, bulkhead, period, madeAt, files }: Assessed): object {
  const names = files.map(({ name }) => name);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Bulkhead', semanticVersion: bulkhead, rules: assessment.controls.map(ruleOf) },
        },
        automationDetails: {
          id: `evidence/${host}/${timeOf(period.from)}/${timeOf(period.to)}`,
          guid: namedUuid(JSON.stringify([host, bulkhead, period, madeAt, files]), 'run'),
        },
        invocations: [{ executionSuccessful: true, endTimeUtc: timeOf(madeAt) }],
        artifacts: files.map(({ name, sha256 }) => ({ location: { uri: name }, hashes: { 'sha-256': sha256 } })),
        results: assessment.controls.map((control, index) => resultOf(control, { index, names })),
        properties: { notClaimed: assessment.notClaimed },
      },
    ],
  };
}

function ruleOf({ framework, id, title, notClaimed }: JudgedControl): object {
  return {
    id: `${framework}/${id}`,
    name: title,
    shortDescription: { text: `${frameworkTitles[framework]}, ${id}: ${title}.` },
    help: { text: `Not claimed: ${notClaimed}` },
  };
}

/** Only a failure has a level, by the specification. */
const outcomes = {
  met: { kind: 'pass', level: 'none' },
  'not-met': { kind: 'fail', level: 'error' },
  unknown: { kind: 'open', level: 'none' },
} as const;

interface Place {
  readonly index: number;
  /** The files that were assessed, in the order of the artifacts. */
  readonly names: readonly string[];
}

function resultOf({ framework, id, state, judged }: JudgedControl, { index, names }: Place): object {
  const { kind, level } = outcomes[state];
  const deciding = state === 'met' ? judged : judged.filter((claim) => claim.state !== 'met');
  const lines = deciding.map((claim) => `${claims[claim.id].statement} (${claim.state})`);
  const seen = deciding.flatMap((claim) =>
    claim.seen.filter((one) => state === 'met' || one.state !== 'met').map((one) => locationOf(one, names)),
  );
  return {
    ruleId: `${framework}/${id}`,
    ruleIndex: index,
    kind,
    level,
    message: { text: lines.join(' ') },
    locations: seen,
  };
}

function locationOf({ file, field, state, text }: Seen, names: readonly string[]): object {
  const index = names.indexOf(file);
  return {
    physicalLocation: { artifactLocation: index === -1 ? { uri: file } : { uri: file, index } },
    logicalLocations: [{ fullyQualifiedName: field, kind: 'object' }],
    message: { text: `${state}: ${text}` },
  };
}
