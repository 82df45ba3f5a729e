// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drillClassSchema } from '../contract/model/drill.ts';
import { claimIds } from '../helper/features/evidence/assessment/claims.ts';
import { controls } from '../helper/features/evidence/assessment/controls.ts';
import { type Faults, handlersWith } from './fixtures/evidence/assessed-host.ts';
import { call, type EvidenceHost, type Files, newHost, start, textIn } from './fixtures/evidence/evidence-host.ts';
import { oscalSchema } from './fixtures/oscal-results.ts';
import { sarifLogSchema } from './fixtures/sarif-log.ts';

const period = { from: start, to: start + 50 };

/** A host with 20 calls in its log; `break` changes the log behind the helper. */
async function filesOf(faults: Faults, isChainBroken = false): Promise<Files> {
  const host: EvidenceHost = newHost({ handlers: handlersWith(faults) });
  call(host, 20);
  if (isChainBroken) host.connection.exec("UPDATE activity SET user = 'somebody' WHERE id = 5");
  return host.evidence(period);
}

const oscalOf = (files: Files) =>
  oscalSchema.parse(JSON.parse(textIn(files, 'assessment-oscal.json')))['assessment-results'];
const sarifOf = (files: Files) => sarifLogSchema.parse(JSON.parse(textIn(files, 'assessment-sarif.json'))).runs[0];

/** Gives the identifiers of OSCAL of the controls that are not satisfied, after SARIF was found to say the same. */
function notSatisfied(files: Files): readonly string[] {
  const findings = oscalOf(files).results[0]?.findings ?? [];
  const bad = findings.filter(({ target }) => target.status.state === 'not-satisfied');
  const inSarif = (sarifOf(files)?.results ?? []).filter(({ kind }) => kind !== 'pass').map(({ ruleId }) => ruleId);
  const ids = bad.map(({ target }) => target['target-id'].replace('_smt', ''));
  expect(inSarif.map((id) => id.replace('nist-800-53/', '').replace('cis-controls/', 'cis-').toLowerCase())).toEqual(
    ids,
  );
  return ids;
}

const ofSelinux = ['ac-4', 'sc-3', 'sc-39', 'cis-3.3'];
const ofData = ['ac-4', 'cis-3.3'];
const ofRecords = ['au-2', 'au-12', 'cis-8.2'];
const ofNetwork = ['sc-7', 'cis-13.4'];
const ofSettings = ['cm-6', 'cis-4.1'];

/** Each protection that is taken away, with the controls that rest on it, written down here by hand. */
const removals: readonly (readonly [title: string, faults: Faults, controls: readonly string[]])[] = [
  ['a permissive host', { isPermissive: true }, ofSelinux],
  ['a host without the base module', { isWithoutBaseModule: true }, ['sc-3', ...ofSettings]],
  ['an open channel', { verdict: 'open' }, ofData],
  ['a proof that does not know all', { verdict: 'unknown' }, ofData],
  [
    'a service with power',
    { services: [{ path: ['bulkhead_helper_t', 'kmod_t'], rights: ['module_load'] }] },
    ['sc-3'],
  ],
  ['a breached probe of the web', { breached: ['web'] }, ofData],
  ['a breached probe of files', { breached: ['files'] }, ofData],
  ['a breached probe of sockets', { breached: ['sockets'] }, ofData],
  ['a breached probe of processes', { breached: ['processes'] }, ['sc-39']],
  ['a breached probe of IPC', { breached: ['ipc'] }, ['sc-39']],
  ['a breached probe of starting', { breached: ['start'] }, ['sc-39']],
  ['a breached probe of the kernel', { breached: ['kernel'] }, ['sc-3']],
  ['a breached probe of mounts', { breached: ['mounts'] }, ['sc-3']],
  ['a breached probe of SELinux', { breached: ['selinux'] }, ['sc-3']],
  ['a breached probe of the network', { breached: ['network'] }, ofNetwork],
  ['a breached probe of resources', { breached: ['resources'] }, ['sc-6']],
  ['a period without a drill', { isWithoutDrill: true }, [...ofData, 'sc-3', 'sc-6', ...ofNetwork, 'sc-39']],
  ['an open pair of containers', { isPairOpen: true }, [...ofData, 'sc-39']],
  ['lost records of the audit', { auditLost: 3 }, ofRecords],
  ['another loaded policy', { loadedSha256: 'cd'.repeat(32) }, ofSettings],
  ['a permissive type of the administrator', { permissiveType: 'init_t' }, ofSettings],
  ['no certificate', { isWithoutCertificate: true }, [...ofSelinux, ...ofSettings]],
  ['a container without a context', { findings: ['no-context'] }, [...ofData, 'sc-39']],
  ['files of a tmpfs without categories', { findings: ['tmpfs-labels'] }, [...ofData, 'cm-6']],
  ['a container of the host’s users', { findings: ['no-user-namespace'] }, ['sc-3', ...ofSettings]],
  ['a foreign module', { findings: ['foreign-module'] }, ['sc-3', ...ofSettings]],
  ['modules of the kernel with vulnerabilities', { findings: ['loadable-modules'] }, ['cis-7.7']],
  ['a container without a limit of its disk', { findings: ['no-disk-limit'] }, ['sc-6']],
  ['an open port of the bridge', { findings: ['open-port'] }, ofNetwork],
  ['a suspended log of denials', { findings: ['no-denial-log'] }, ofRecords],
];

const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort();

describe('the assessment of controls', () => {
  it('finds each control satisfied where nothing is wrong, and says what is not claimed', async () => {
    const files = await filesOf({});
    expect(notSatisfied(files)).toEqual([]);
    const [result] = oscalOf(files).results;
    expect(result?.findings).toHaveLength(controls.length);
    for (const finding of result?.findings ?? []) expect(finding.remarks).toMatch(/^Not claimed: .+\.$/);
    expect(result?.remarks).toContain('The kernel has no record of its own');
  });

  it.each(removals)(
    'is not satisfied of exactly the controls that rest on it, with %s',
    async (_, faults, expected) => {
      expect(sorted(notSatisfied(await filesOf(faults)))).toEqual(sorted(expected));
    },
  );

  it('is not satisfied of what rests on the log, where somebody changed it', async () => {
    expect(sorted(notSatisfied(await filesOf({}, true)))).toEqual(sorted([...ofRecords, 'au-10', 'cis-8.5']));
  });

  it('adds up, whatever is taken away together', async () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: removals.length - 1 }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(some, fc.boolean(), async (places, isChainBroken) => {
        const taken = places.flatMap((place) => removals.slice(place, place + 1));
        const expected = [
          ...taken.flatMap(([, , ids]) => ids),
          ...(isChainBroken ? [...ofRecords, 'au-10', 'cis-8.5'] : []),
        ];
        const faults = together(taken.map(([, one]) => one));
        expect(sorted(notSatisfied(await filesOf(faults, isChainBroken)))).toEqual(sorted(expected));
      }),
      { numRuns: 25, seed: 39 },
    );
  }, 60_000);

  it('has a test for each claim, and each claim is of a control', () => {
    expect(sorted(controls.flatMap(({ claims }) => claims))).toEqual(sorted(claimIds));
    const breached = removals.flatMap(([, faults]) => faults.breached ?? []);
    expect(sorted(breached)).toEqual(sorted(drillClassSchema().options));
  });

  it('refers to observations, files and hashes that there are', async () => {
    const files = await filesOf({ breached: ['files'] });
    const { results, 'back-matter': back } = oscalOf(files);
    const observations = new Set(results[0]?.observations.map(({ uuid }) => uuid));
    const related = results[0]?.findings.flatMap((finding) => finding['related-observations']) ?? [];
    expect(related.filter((one) => !observations.has(one['observation-uuid']))).toEqual([]);
    const names = back.resources.flatMap(({ rlinks }) => rlinks ?? []).map(({ href }) => href);
    expect(names).toContain('audit.json');
    for (const { href } of results[0]?.observations.flatMap((one) => one['relevant-evidence']) ?? []) {
      const [name = '', pointer = ''] = href.split('#');
      expect(names).toContain(name);
      expect([href, fieldIn(JSON.parse(textIn(files, name)), pointer)]).not.toEqual([href, undefined]);
    }
    expect(sarifOf(files)?.results.find(({ ruleId }) => ruleId === 'nist-800-53/AC-4')).toMatchObject({
      kind: 'fail',
      level: 'error',
      locations: [{ message: { text: expect.stringContaining('not files-probe') as string } }],
    });
  });

  it('is the same for the same evidence, and another one for another', async () => {
    const [one, same, other] = [await filesOf({}), await filesOf({}), await filesOf({ auditLost: 1 })];
    const uuidOf = (files: Files): string => oscalOf(files).uuid;
    expect(textIn(one, 'assessment-oscal.json')).not.toBe('');
    expect([uuidOf(one) === uuidOf(same), uuidOf(one) === uuidOf(other)]).toEqual([true, false]);
    expect(one.get('assessment-sarif.json')).toEqual(same.get('assessment-sarif.json'));
  });
});

/** Arrays are joined, and of two other faults of the same field the first is kept: both have the same controls. */
function together(all: readonly Faults[]): Faults {
  const joined: Record<string, unknown> = {};
  for (const [key, value] of all.flatMap((faults) => Object.entries(faults) as [string, unknown][])) {
    const before = joined[key];
    joined[key] =
      Array.isArray(before) && Array.isArray(value)
        ? [...(before as unknown[]), ...(value as unknown[])]
        : (before ?? value);
  }
  return joined;
}

function fieldIn(value: unknown, pointer: string): unknown {
  let at = value;
  for (const key of pointer.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[key];
  return at;
}
