// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drillReportHtml } from '../../../report/drill-report-html.ts';
import type { SignedDrillReport } from '../../../contract/model/drill.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import { notJudged } from '../../../contract/model/isolation/verdict.ts';
import { type Connection, openDatabase } from '../../journal/database.ts';
import { createIntentJournal } from '../../journal/intent-journal.ts';
import { createDrill, type DrillOptions, type Drill } from './drill.ts';
import { probes } from './probes/probe-list.ts';
import { createReports } from './report/report.ts';

const never = new AbortController().signal;
const enforcing: HostInfo['selinux'] = { status: 'enforcing', policy: 'default', mls: true, baseModule: true };

function informationOf(selinux: HostInfo['selinux'], lxc: string | null = '6.0.4'): HostInfo {
  return {
    hostname: 'ship',
    kernel: '6.12',
    operatingSystem: 'Debian',
    cpus: 2,
    memoryBytes: 1,
    bootedAt: 1,
    lxc,
    cgroup: 'v2',
    polkit: '126',
    selinux,
    denialSource: 'auditd',
    auditLog: null,
    auditLost: 0,
    disk: null,
    helper: { version: '1', protocol: 1, pid: 1 },
    limits: { containers: 1, consolesPerUser: 1 },
  };
}

describe('a drill', () => {
  let folder: string;
  let connection: Connection;
  /** What the drill did to the host, in order. */
  let done: string[];
  /** The steps in which a helper crashes. */
  let dies: string | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-drill-'));
    connection = openDatabase(join(folder, 'bulkhead.db'), 'power-loss');
    done = [];
    dies = undefined;
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  /** Starts a drill on a host where no container can be created. */
  function start(
    information: readonly HostInfo[],
    troubles: ReadonlySet<string> = new Set(),
  ): Drill & { pending(): number } {
    const intents = createIntentJournal(connection, () => 5);
    const readings = [...information];
    const last = information.at(-1) ?? informationOf(enforcing);
    const act = async (name: string): Promise<never> => {
      done.push(name);
      // A crashed process neither continues nor fails.
      if (name === dies) await new Promise(() => undefined);
      if (troubles.has(name)) throw new Error(`cannot ${name}`);
      return undefined as never;
    };
    const options: DrillOptions = {
      intents,
      reports: createReports(join(folder, 'drills')),
      information: async () => readings.shift() ?? last,
      hold: async (name) => ({
        target: { name, initPid: 1, context: 'c' },
        verdict: async () => notJudged,
        release: () => done.push(`let ${name} go`),
      }),
      describeTried: ({ name }) => act(`describe ${name}`),
      guests: {
        describe: (name) => act(`describe ${name}`),
        make: (name) => act(`make ${name.replace(/-[0-9a-f]{6}$/, '')}`),
        start: () => act('start'),
        end: () => act('end'),
        addressOf: () => act('ask for an address'),
        run: () => {
          throw new Error('cannot run anything');
        },
        remove: (name) => act(`remove ${name.replace(/-[0-9a-f]{6}$/, '')}`),
      },
      chooseImage: async () => ({ name: 'debian-13', isServing: false }),
      memberGuests: {
        requireOther: () => 'one',
        make: (name) => act(`make ${name.replace(/-[0-9a-f]{6}$/, '')} in Incus`),
        plant: () => act('plant'),
        share: () => act('share'),
        unshare: () => act('unshare'),
        start: () => act('start in Incus'),
        startVictim: () => act('start the victim'),
        move: () => act('move'),
        remove: (name) => act(`remove ${name.replace(/-[0-9a-f]{6}$/, '')} in Incus`),
      },
      denials: { query: () => act('query'), explain: () => act('explain') },
      openDomain: { install: () => act('install'), remove: () => act('remove the domain') },
      decide: () => undefined,
      disk: () => ({ freeBytes: 1, reserveBytes: 0 }),
      leases: () => undefined,
      programs: { attacker: '', victim: '' },
      events: { emit: () => undefined },
    };
    return { ...createDrill(options), pending: () => intents.pending().length };
  }

  const resultOf = (drill: Drill, wanted?: readonly string[]): Promise<SignedDrillReport> =>
    untilEnd(drill.run(wanted, never));

  it.each([
    [
      'SELinux is off',
      informationOf({ status: 'disabled', policy: null, mls: false, baseModule: false }),
      'SELinux is disabled on this host',
    ],
    [
      'the base module is missing',
      informationOf({ ...enforcing, baseModule: false }),
      "Bulkhead's base module is not loaded",
    ],
    ['there is no LXC', informationOf(enforcing, null), 'LXC is not installed'],
  ])('is red in every probe where %s, and touches nothing', async (_name, information, reason) => {
    const drill = start([information]);
    const { report } = await resultOf(drill);
    expect(report.summary).toEqual({ probes: probes.length, passed: 0, failed: probes.length });
    expect(
      report.results.filter(
        ({ with: up, without }) =>
          up.outcome !== 'not-run' || without.outcome !== 'not-run' || !(up.evidence[0] ?? '').startsWith(reason),
      ),
    ).toEqual([]);
    expect(report.host.selinux).toBe(information.selinux.status);
    expect(
      drillReportHtml({ report, hashes: [], signature: { algorithm: 'ed25519', publicKey: '', value: '' } }),
    ).toContain(`0 of ${probes.length} probes blocked, ${probes.length} unproven`);
    expect([done, drill.pending()]).toEqual([[], 0]);
  });

  it('goes by the weaker of what SELinux was before and afterwards', async () => {
    const off = informationOf({ status: 'disabled', policy: null, mls: false, baseModule: false });
    const { report } = await resultOf(start([off, informationOf(enforcing)]));
    expect(report.host.selinux).toBe('disabled');
  });

  it('takes all away, also when it fails at its beginning', async () => {
    const drill = start([informationOf(enforcing)], new Set(['make drill-attacker']));
    await expect(resultOf(drill)).rejects.toThrow('cannot make drill-attacker');
    expect(done).toEqual([
      'make drill-attacker',
      'make drill-victim',
      'remove drill-attacker',
      'remove drill-victim',
      'remove the domain',
    ]);
    expect([drill.pending(), drill.reports()]).toEqual([0, []]);
  });

  it('is removed by the next helper when its own could not, each part whatever becomes of the others', async () => {
    const failed = start([informationOf(enforcing)], new Set(['make drill-attacker', 'remove drill-attacker']));
    await expect(resultOf(failed)).rejects.toThrow();
    expect(failed.pending()).toBe(1);
    done = [];
    const next = start([informationOf(enforcing)]);
    await next.recover((name, error) => done.push(`trouble with ${name}: ${String(error)}`));
    expect([done, next.pending()]).toEqual([['remove drill-attacker', 'remove drill-victim', 'remove the domain'], 0]);
  });

  it.each(['make drill-attacker', 'remove drill-attacker', 'remove drill-victim', 'remove the domain'])(
    'is removed by the next helper when its own dies over: %s',
    async (last) => {
      dies = last;
      void resultOf(start([informationOf(enforcing)], new Set(['make drill-victim']))).catch(() => undefined);
      await expect.poll(() => done.includes(last)).toBe(true);
      // While a process may still be in the domain, or holds the victim's tree mounted, neither is removed.
      if (last === 'remove drill-attacker') expect(done.at(-1)).toBe(last);
      dies = undefined;
      done = [];
      const next = start([informationOf(enforcing)]);
      await next.recover((name, error) => done.push(`trouble with ${name}: ${String(error)}`));
      expect([done, next.pending()]).toEqual([
        ['remove drill-attacker', 'remove drill-victim', 'remove the domain'],
        0,
      ]);
    },
  );

  it('lets no other begin before what a dead one left is removed', async () => {
    dies = 'make drill-attacker';
    void resultOf(start([informationOf(enforcing)])).catch(() => undefined);
    await expect.poll(() => done.includes('make drill-attacker')).toBe(true);
    dies = 'remove drill-victim';
    const next = start([informationOf(enforcing)]);
    void next.recover(() => undefined);
    await expect(resultOf(next)).rejects.toMatchObject({ code: 'drill-running' });
  });

  it('on a container that is in use removes its own attacker alone, and lets the container go', async () => {
    const drill = start([informationOf(enforcing)], new Set(['make drill-attacker']));
    const run = drill.container('web', never);
    await expect(untilEnd(run)).rejects.toThrow('cannot make drill-attacker');
    expect([done, drill.pending()]).toEqual([
      ['describe web', 'make drill-attacker', 'remove drill-attacker', 'let web go'],
      0,
    ]);
  });

  it('across members removes both in Incus, also by the next helper, and no domain', async () => {
    const params = { member: 'two', image: 'debian-13', pool: 'fast' };
    const made = ['make drill-attacker in Incus', 'make drill-victim in Incus'];
    const drill = start([informationOf(enforcing)], new Set([made[1] ?? '', 'remove drill-victim in Incus']));
    await expect(untilEnd(drill.members(params, never))).rejects.toThrow('cannot remove drill-victim in Incus');
    const removed = ['remove drill-attacker in Incus', 'remove drill-victim in Incus'];
    expect([done, drill.pending()]).toEqual([[...made, ...removed], 1]);
    done = [];
    const next = start([informationOf(enforcing)]);
    await next.recover(() => undefined);
    expect([done, next.pending()]).toEqual([removed, 0]);
  });

  it('compares a probe with the time when it was tried before, and tells a partial run from a whole one', async () => {
    const off = informationOf({ status: 'disabled', policy: null, mls: false, baseModule: false });
    const whole = (await resultOf(start([off]))).report;
    const part = (await resultOf(start([off]), ['kernel-module'])).report;
    expect([whole.isPartial, whole.changes]).toEqual([undefined, null]);
    expect([part.isPartial, part.results.map(({ probe }) => probe), part.changes, part.limitations[0]]).toEqual([
      true,
      ['file-read', 'kernel-module'],
      [],
      'Only 2 probes were tried, because only these were asked for.',
    ]);
  });
});

async function untilEnd<T>(run: AsyncGenerator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}
