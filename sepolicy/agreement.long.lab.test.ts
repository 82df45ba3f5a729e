// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { createAuditReader } from '../audit/audit-reader.ts';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { useTestLab } from '../lab/test-lab.ts';
import type { ExplainedReason } from '../contract/model/denials/explanation.ts';
import { statementsOnly } from './cil/decompiled.ts';
import { theirClasses } from './fixtures/audit2why.ts';
import { corpusOf, recordOf } from './fixtures/corpus.ts';
import type { Access } from './decide.ts';
import type { LoadedPolicy } from './loaded-policy.ts';
import { readPolicy } from './read-policy.ts';
import { noFacts, reasonFor } from './reason.ts';

const lab = await useTestLab();

const ourClass: Readonly<Record<ExplainedReason['kind'], string>> = {
  'other-categories': 'constraint',
  'other-container': 'rule',
  constraint: 'constraint',
  boolean: 'boolean',
  'no-rule': 'rule',
  capability: 'rule',
  'wrong-label': 'rule',
  'port-label': 'rule',
  'allowed-now': 'allowed',
  unknown: 'unknown',
};

let policy: LoadedPolicy;

beforeAll(async () => {
  policy = readPolicy(
    statementsOnly(await lab.mustRun(['checkpolicy', '-b', '-C', '-M', '-o', '-', '/sys/fs/selinux/policy'])),
  );
});

test('the reasons agree with audit2why on accesses drawn from the loaded policy', async () => {
  const corpus = corpusOf(policy, { each: 30 });
  const theirs = await theirClasses(
    lab,
    corpus.map((access, index) => recordOf(access, index)),
  );
  const ours = corpus.map((access) => ourClass[reasonFor(policy, access, noFacts).reason.kind]);
  const differing = corpus.flatMap((access, index) =>
    theirs.get(index) === ours[index]
      ? []
      : [`${recordOf(access, index)}: ${ours[index] ?? ''}, audit2why: ${theirs.get(index) ?? 'nothing'}`],
  );
  expect(differing).toEqual([]);
  // All four kinds of answer have to be among them, or the agreement says little.
  expect([...new Set(ours)].sort()).toEqual(['allowed', 'boolean', 'constraint', 'rule']);
});

/**
 * The kernel's own records of a file among the fixtures, with the reason of each, and whether audit2why's class is the
 * same.
 */
async function comparedIn(fixture: string) {
  const records = (await readFile(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8')).trimEnd().split('\n');
  const theirs = await theirClasses(lab, records);
  return eventsOf(records).map((event) => {
    const kind = reasonFor(policy, accessOf(event), noFacts).reason.kind;
    return {
      kind,
      words:
        `${event.source?.type ?? ''} ${event.target?.type ?? ''} ${event.class ?? ''} ` +
        `${event.permissions.join(' ')}: ${ourClass[kind]}, audit2why: ` +
        (theirs.get(event.serial) ?? 'nothing'),
      agrees: theirs.get(event.serial) === ourClass[kind],
    };
  });
}

test('the reasons agree with audit2why on denials that the kernel really gave', async () => {
  const compared = await comparedIn('provoked.log');
  expect(compared.filter(({ agrees }) => !agrees).map(({ words }) => words)).toEqual([]);
  expect(new Set(compared.map(({ words }) => words)).size).toBeGreaterThan(60);
  expect([...new Set(compared.map(({ kind }) => kind))].sort()).toEqual(['boolean', 'capability', 'no-rule']);
});

test('every denial that the isolation of two real containers gave is explained as isolation, and a constraint by audit2why', async () => {
  const compared = await comparedIn('provoked-isolation.log');
  expect(compared.filter(({ agrees }) => !agrees).map(({ words }) => words)).toEqual([]);
  expect([...new Set(compared.map(({ kind }) => kind))]).toEqual(['other-categories']);
  expect(new Set(compared.map(({ words }) => words)).size).toBeGreaterThan(20);
});

function eventsOf(records: readonly string[]): readonly DenialEvent[] {
  const events: DenialEvent[] = [];
  const reader = createAuditReader({ onEvent: (event) => events.push(event) });
  reader.push(Buffer.from(records.map((record) => `${record}\n`).join('')));
  reader.end();
  return events;
}

function accessOf({ source, target, class: className, permissions }: DenialEvent): Access {
  if (source === null || target === null || className === null)
    throw new Error('cannot compare: a record of the corpus has no contexts');
  return { source, target, class: className, permissions };
}
