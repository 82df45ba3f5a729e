// SPDX-License-Identifier: Apache-2.0
/** Runs the drill of the fake host: its runs, its reports, and its schedule. */

import { fail } from '../../../../contract/errors.ts';
import {
  drillContainerStepSchema,
  drillMembersStepSchema,
  type DrillReport,
  type DrillSchedule,
  drillStepSchema,
  type SignedDrillReport,
} from '../../../../contract/model/drill.ts';
import type { Item, Result } from '../../../../contract/operations/index.ts';
import { changesBetween } from '../../../../contract/wording/isolation/drill-comparison.ts';
import { earlierResults, earlierSummary, record, results, secret, summary, surface } from './fake-drill-results.ts';
import type { FakeHost } from '../fake-host.ts';
import { membersFindings } from './fake-members-results.ts';
import { pause } from '../pause.ts';

/** Keeps the time at which the drill began, the members between which it was, if any, and whether it is the oldest. */
interface Kept extends Pick<DrillReport, 'members'> {
  readonly startedAt: number;
  readonly isEarlier?: true;
}

/** The reports that the fake host keeps, oldest first, by id. */
const kept = new WeakMap<FakeHost, Map<string, Kept>>();
const schedules = new WeakMap<FakeHost, DrillSchedule>();

export async function* fakeDrill(
  host: FakeHost,
  signal: AbortSignal,
): AsyncGenerator<Item<'drill.run'>, SignedDrillReport, undefined> {
  const startedAt = host.now();
  const { options } = drillStepSchema();
  for (const [index, step] of options.entries()) {
    yield { type: 'step', step, fraction: index / options.length };
    if (/^with(out)?-selinux/.test(step)) for (const { probe } of results) yield { type: 'probe', step, probe };
    await pause(350, signal);
  }
  for (const result of results) yield { type: 'result', result };
  const id = idOf(startedAt);
  keptBy(host).set(id, { startedAt });
  return fakeDrillReport(host, id);
}

export async function* fakeContainerDrill(
  host: FakeHost,
  signal: AbortSignal,
): AsyncGenerator<Item<'drill.container'>, SignedDrillReport, undefined> {
  const startedAt = host.now();
  const { options } = drillContainerStepSchema();
  for (const [index, step] of options.entries()) {
    yield { type: 'step', step, fraction: index / options.length };
    await pause(350, signal);
  }
  const id = idOf(startedAt);
  keptBy(host).set(id, { startedAt });
  return fakeDrillReport(host, id);
}

export async function* fakeMembersDrill(
  host: FakeHost,
  member: string,
  signal: AbortSignal,
): AsyncGenerator<Item<'drill.members'>, SignedDrillReport, undefined> {
  if (!host.hasCluster) fail('incus-unavailable', { reason: 'this host has no Incus' });
  const startedAt = host.now();
  const { options } = drillMembersStepSchema();
  for (const [index, step] of options.entries()) {
    yield { type: 'step', step, fraction: index / options.length };
    if (step.startsWith('attack-'))
      for (const { probe } of membersFindings.results) yield { type: 'probe', step, probe };
    await pause(350, signal);
  }
  for (const result of membersFindings.results) yield { type: 'result', result };
  const id = idOf(startedAt);
  keptBy(host).set(id, { startedAt, members: { first: 'm000', second: member } });
  return fakeDrillReport(host, id);
}

export function fakeDrillList(host: FakeHost): Result<'drill.list'> {
  const reports = [...keptBy(host)]
    .map(([id, { startedAt, members, isEarlier = false }]) => {
      if (members !== undefined) return { id, startedAt, members, ...membersFindings.summary, newHoles: [] };
      return isEarlier
        ? { id, startedAt, ...earlierSummary, newHoles: [] }
        : { id, startedAt, ...summary, newHoles: ['limit-tasks'] };
    })
    .toReversed();
  const schedule = schedules.get(host);
  return { reports, ...(schedule !== undefined && { schedule }) };
}

export function fakeSchedule(host: FakeHost, at: string): DrillSchedule {
  const schedule = { at, nextAt: host.now() + 3600, uid: 1000, user: 'you' };
  schedules.set(host, schedule);
  return schedule;
}

export function fakeUnschedule(host: FakeHost): void {
  schedules.delete(host);
}

export function fakeDrillReport(host: FakeHost, id: string): SignedDrillReport {
  const { startedAt, members, isEarlier = false } = keptBy(host).get(id) ?? fail('drill-report-not-found', { id });
  const exchange = (answer: string, status: number) => ({
    request: [
      'GET /vulnerable.php HTTP/1.1',
      'Host: 10.0.3.12',
      'Cookie: TEMPLATE=../../../../../../../srv/victim/srv/drill/secret',
      'Connection: close',
      '',
      '',
    ].join('\r\n'),
    status,
    answer,
  });
  return {
    report: {
      version: 1,
      id,
      startedAt,
      endedAt: startedAt + 113,
      host: {
        name: host.hostname,
        kernel: isEarlier ? '6.12.48+deb13-amd64' : '6.12.57+deb13-amd64',
        lxc: '6.0.4',
        selinux: host.selinux,
        policy: 'default',
        policySha256: '5b1f'.repeat(16),
        helper: '0.1.0',
      },
      results: [...(isEarlier ? earlierResults : results)],
      surface: [...surface],
      experiments: [
        {
          probe: 'web-include',
          without: exchange(`HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n${secret}\n`, 200),
          with: exchange('HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n', 200),
          record,
          rule: 'mlsconstrain dir { search } (or (dom h1 h2) (neq t1 mcs_constrained_type))',
        },
      ],
      limitations: [
        'The user namespace is not removed: root in the container would be root on the host, kept by SELinux alone.',
      ],
      changes: isEarlier ? null : changesBetween(earlierResults, results),
      summary: isEarlier ? earlierSummary : summary,
      ...(members !== undefined && { members, ...membersFindings }),
    },
    hashes: results.map(({ probe }) => ({ part: probe, sha256: '9c3e'.repeat(16) })),
    signature: {
      algorithm: 'ed25519',
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA0000000000000000000000000000000000000000000=\n-----END PUBLIC KEY-----\n',
      value: 'c2lnbmF0dXJl',
    },
  };
}

function keptBy(host: FakeHost): Map<string, Kept> {
  const known = kept.get(host);
  if (known !== undefined) return known;
  const yesterday = host.now() - 86_400;
  const weekAgo = host.now() - 7 * 86_400;
  const begun = new Map<string, Kept>([
    [idOf(weekAgo), { startedAt: weekAgo, isEarlier: true }],
    [idOf(yesterday), { startedAt: yesterday }],
  ]);
  kept.set(host, begun);
  return begun;
}

function idOf(startedAt: number): string {
  return `${new Date(startedAt * 1000).toISOString().replace(/[-:]|\.\d+/g, '')}-0a1b2c`;
}
