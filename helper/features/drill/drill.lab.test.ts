// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drillVerdictOf } from '../../../contract/wording/isolation/drill-marks.ts';
import {
  type DrillCell,
  type DrillResult,
  type DrillStep,
  drillStepSchema,
  type SignedDrillReport,
} from '../../../contract/model/drill.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { partsOfReport } from '../../../contract/signed-parts.ts';
import { isGenuine } from '../../../cli/verify-signed.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { absentProbes, brief, expectedCells, expectedSurface } from './fixtures/expected-cells.ts';
import { tracesOfDrill } from './fixtures/traces.ts';
import { probes } from './probes/probe-list.ts';
import { webProbes } from './probes/file-probes.ts';

const lab = await useTestLab();

const secretPattern = /drill-secret-[0-9a-f]{32}/;

describe('a drill', () => {
  let helper: LabClient;
  let untouched: readonly string[];
  let signed: SignedDrillReport;
  const steps: DrillStep[] = [];
  /** Records of denials as auditd wrote them, by `TIME:SERIAL`. */
  let log: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    helper = await openLabClient(lab);
    untouched = await tracesOfDrill(lab);
    const drill = (await helper.client()).stream('drill.run', {});
    for await (const item of drill) if (item.type === 'step') steps.push(item.step);
    signed = await drill.result;
    log = recordsOf(await lab.mustRun('grep -h ^type=AVC /var/log/audit/audit.log*'));
  }, 1_200_000);
  afterAll(() => helper.close());

  it('tells each step when it begins', () => {
    expect(steps).toEqual(drillStepSchema().options);
  });

  it('finds every probe blocked by a layer that should block it (D4)', () => {
    expect(
      signed.report.results
        .filter((result) => drillVerdictOf(result) === 'fail')
        .map((result) =>
          [result.probe, ...rowOf(result), ...result.with.evidence, ...result.without.evidence].join('; '),
        ),
    ).toEqual([]);
    const absent = absentProbes.length;
    expect(
      signed.report.results
        .filter((result) => drillVerdictOf(result) === 'absent')
        .map(({ probe }) => probe)
        .toSorted(),
    ).toEqual(absentProbes.toSorted());
    expect(signed.report.summary).toEqual({ probes: probes.length, passed: probes.length - absent, failed: 0, absent });
  });

  it('shows which layer stops each probe, and what comes through when a layer is away', () => {
    expect(Object.fromEntries(signed.report.results.map((result) => [result.probe, rowOf(result)]))).toEqual(
      expectedCells,
    );
  });

  it('finds each family of sockets at which known holes begin shut by SELinux alone, and names the holes', () => {
    const families = signed.report.results.filter(({ class: name }) => name === 'sockets');
    expect(families.map(({ probe, with: up }) => [probe, ...up.blockedBy])).toEqual(
      ['crypto', 'rxrpc', 'pfkey', 'xfrm', 'vsock'].map((family) => [`socket-${family}`, 'selinux']),
    );
    expect(families.flatMap(({ holes = [] }) => holes).map((hole) => hole.split(' ')[0])).toEqual(
      expect.arrayContaining(['CVE-2026-31431', 'CVE-2026-43284', 'CVE-2026-43500', 'CVE-2026-46300']),
    );
  });

  it('lists the surface of the kernel as open or closed, outside of what passed and failed', () => {
    const { surface = [], results } = signed.report;
    expect(
      Object.fromEntries(
        surface.map(({ probe, with: { outcome, closedBy } }) => [probe, [outcome, ...closedBy].join(' ')]),
      ),
    ).toEqual(expectedSurface);
    expect(results.filter(({ probe }) => probe.startsWith('surface-'))).toEqual([]);
  });

  it('has in each cell the bytes of the secret exactly where the secret was taken', () => {
    const wanted = new Set(probes.filter(({ breach }) => breach === 'secret').map(({ id }) => id));
    const wrong = cells(signed).filter(
      ({ probe, cell }) =>
        secretPattern.test(cell.evidence.join('\n')) !== (cell.outcome === 'breached' && wanted.has(probe)),
    );
    expect(wrong).toEqual([]);
  });

  it("has for each denial of SELinux the kernel's record, in auditd's log under its serial", () => {
    const silent = new Set(probes.filter((probe) => probe.silent !== undefined).map(({ id }) => id));
    const decided = cells(signed).filter(({ probe, circumstance }) => silent.has(probe) && circumstance === 'all up');
    const denial = (what: string): string =>
      `asked for its decision, the kernel denies bulkhead_t ${what}, and logs no such denial (dontaudit)`;
    expect(Object.fromEntries(decided.map(({ probe, cell }) => [probe, cell.evidence.at(-1)]))).toEqual({
      'kernel-load': denial('{ read } on bulkhead_host_state_t:file'),
      'kernel-autoload': denial('{ module_request } on kernel_t:system'),
      'mount-overlay': denial('{ create } on bulkhead_t:user_namespace'),
    });
    const wrong = cells(signed)
      .filter(({ probe }) => !silent.has(probe))
      .flatMap(({ probe, circumstance, cell }) => {
        const records = cell.denials.flatMap((id) => log.get(id) ?? []);
        const ofProbe = records.filter((record) =>
          record.includes(`comm="${probe.startsWith('web-') ? 'apache2' : probe}"`),
        );
        const denials = ofProbe.filter((record) => record.includes(' permissive=0'));
        const isFound = cell.denials.every((id) => log.has(id)) && (cell.denials.length === 0 || ofProbe.length > 0);
        const isRight = cell.blockedBy.includes('selinux') ? denials.length > 0 : denials.length === 0;
        return isFound && isRight ? [] : [{ probe, circumstance, cell, records }];
      });
    expect(wrong).toEqual([]);
  });

  it('was one attacker of one level, in the permissive domain only with SELinux down', () => {
    const sources = (isDown: boolean): Set<string | undefined> =>
      new Set(
        cells(signed)
          .filter(({ circumstance }) => circumstance.includes('SELinux down') === isDown)
          .flatMap(({ cell }) =>
            cell.denials.flatMap((id) => (log.get(id) ?? []).map((record) => / scontext=(\S+)/.exec(record)?.[1])),
          ),
      );
    const [up = ''] = sources(false);
    expect(up).toMatch(/^system_u:system_r:bulkhead_t:s0:c\d+,c\d+$/);
    expect([[...sources(false)], [...sources(true)]]).toEqual([
      [up],
      [up.replace('bulkhead_t', 'bulkhead_drill_open_t')],
    ]);
  });

  it('has for each denial of another layer the error, or the counter that rose', () => {
    const heldBy = new Map(probes.map((probe) => [probe.id, probe.heldBy]));
    const wrong = cells(signed).filter(({ probe, cell }) => {
      const isOther = cell.outcome === 'blocked' && !cell.blockedBy.includes('selinux');
      const shown = cell.blockedBy.includes('cgroup') ? /^[a-z.]+ [a-z_]+ rose by [1-9]\d*$/m : /^[a-z_ /]+: E[A-Z]+$/m;
      const held = heldBy.get(probe);
      const isHeld = held !== undefined && cell.blockedBy.includes(held) && cell.evidence.length > 0;
      return isOther && !isHeld && !shown.test(cell.evidence.join('\n'));
    });
    expect(wrong).toEqual([]);
  });

  it('ends at the limit of its own layer, and the host sees the rest of its disk left (review F1)', () => {
    const seen = bothOf(signed, 'limit-disk').map(({ evidence }) => evidence.slice(0, 3));
    const words = [
      expect.stringMatching(/^fallocate: E(?:DQUOT|NOSPC)$/),
      expect.stringMatching(/^the host sees that the rest of its disk was left: [\d.]+ GiB free, of which /),
      'its layer ended at 128 MiB, and was seen full',
    ] as string[];
    expect(seen).toEqual([words, words]);
  });

  it('sends as another, and of its frames the host hears the one that is true (net-spoof)', () => {
    const words = ['sent 6 frames', 'the host sees the one frame that is true, and none of the false ones'];
    expect(bothOf(signed, 'net-spoof').map(({ evidence }) => evidence)).toEqual([words, words]);
  });

  it('keeps no more neighbours than its bounds let it, and the host resolves others meanwhile (N1)', () => {
    const words = [
      expect.stringMatching(/^in its own network, since a further namespace failed: .*; sent \d+ of 3000 datagrams, /),
      expect.stringMatching(/^the host sees \d+ entries come .*; the host resolves another address meanwhile$/),
    ] as string[];
    expect(bothOf(signed, 'net-neighbours').map(({ evidence }) => evidence)).toEqual([words, words]);
  });

  it('changes no setting of the table of neighbours but with SELinux down (N1)', () => {
    const [down = [], up = []] = bothOf(signed, 'net-neigh-set').map(({ evidence }) => evidence);
    expect([down[0], up[0]]).toEqual([
      expect.stringMatching(/^nothing blocked it: wrote \/proc\/sys\/net\/ipv4\/neigh\/eth0\/mcast_solicit, wrote /),
      'open: EACCES',
    ]);
  });

  it("begins no more connections than its part of the host's table (N7)", () => {
    const words = [
      'sent 12000 of 12000 frames, each from another port',
      expect.stringMatching(/^the host sees \d{4} connections come to its table, which holds \d+ of \d+$/),
    ] as string[];
    expect(bothOf(signed, 'net-connections').map(({ evidence }) => evidence)).toEqual([words, words]);
  });

  it('gets one address for its hardware address, and not the name of the victim (N2, N9)', () => {
    const words = [
      expect.stringMatching(/^as \d+ of 24 clients it was given [01] different addresses$/),
      expect.stringMatching(/^the host has given its hardware address one address, and not the name drill-victim-/),
    ] as string[];
    expect(bothOf(signed, 'net-leases').map(({ evidence }) => evidence)).toEqual([words, words]);
    // The guard of its port may have silenced it in one of them, and does not in all.
    const seen = cells(signed).filter(({ probe }) => probe === 'net-leases');
    expect(seen.flatMap(({ cell }) => cell.evidence).join('\n')).toContain('it was given 1 different addresses');
  });

  it('reads how busy the host is with SELinux down only (N5)', () => {
    const [down = [], up = []] = bothOf(signed, 'kernel-load').map(({ evidence }) => evidence);
    expect([down[0], up[0]]).toEqual([
      expect.stringMatching(/^nothing blocked it: read \/proc\/loadavg, .*read \/sys\/block/),
      expect.stringMatching(/^open(?:dir)?: EACCES$/),
    ]);
  });

  it('reaches the host by AF_VSOCK with SELinux down, which the host sees, and no socket of it with SELinux up', () => {
    const [down = [], up = []] = bothOf(signed, 'socket-vsock').map(({ evidence }) => evidence);
    expect([down[0], up[0]]).toEqual([
      expect.stringMatching(/^the host sees a connection to its port \d+ of AF_VSOCK$/),
      'socket: EACCES',
    ]);
  });

  it('finds in a command that is brought in nothing of what the host left open on purpose (D2)', () => {
    const words = 'the host had left a descriptor open on purpose, /memfd:drill-canary, which it would have shown';
    expect(bothOf(signed, 'attach-fds').map(({ evidence }) => evidence[1])).toEqual([words, words]);
  });

  it('saw from the host that files of the victim were changed with SELinux down, and not with it up', () => {
    const changed = ['file-write', 'file-append', 'file-create', 'file-remove', 'file-rename', 'file-hardlink'];
    const seen = signed.report.results
      .filter(({ probe }) => changed.includes(probe))
      .map(({ without, with: up }) => [hostSaw(without), hostSaw(up)]);
    expect(seen).toEqual([
      ["the host sees the victim's page changed", "the host sees the victim's page as it was"],
      ["the host sees the victim's log changed", "the host sees the victim's log as it was"],
      ["the host sees the planted file in the victim's folder", "the host sees no planted file in the victim's folder"],
      ["the host sees the victim's file gone", "the host sees the victim's file still there"],
      ["the host sees the victim's file under another name", "the host sees the victim's file under its own name"],
      ["the host sees a second name of the victim's file", "the host sees no second name of the victim's file"],
    ]);
  });

  it("gives the paper's request the secret only while SELinux is down, and a plain request 200, then 403", () => {
    const { experiments } = signed.report;
    const [secret] = secretPattern.exec(experiments[0]?.without?.answer ?? '') ?? [];
    expect(secret).toBeDefined();
    expect(
      experiments.map(({ probe, without, with: up }) => [
        probe,
        without?.status,
        without?.answer.includes(secret ?? '-'),
        up?.status,
        up?.answer.includes(secret ?? '-'),
      ]),
    ).toEqual([
      [webProbes.include, 200, true, 200, false],
      [webProbes.file, 200, true, 403, false],
    ]);
    expect(experiments.map(({ with: up, without }) => up?.request === without?.request)).toEqual([true, true]);
    expect(experiments[0]?.with?.request).toMatch(
      /^GET \/vulnerable\.php HTTP\/1\.1\r\n(?:.+\r\n)*Cookie: TEMPLATE=(\.\.\/)+srv\/victim\/srv\/drill\/secret\r\n/,
    );
  });

  it('names the record and the rule that denied it', () => {
    for (const { record, rule } of signed.report.experiments) {
      const [, id = ''] =
        /^AVC audit\(([0-9.:]+)\): denied \{ search \} comm="apache2" .* permissive=0$/.exec(record ?? '') ?? [];
      expect(log.get(id)?.join('\n')).toContain('comm="apache2"');
      expect(rule).toMatch(/mlsconstrain/);
    }
  });

  it('is signed, and kept for the next to be compared with', async () => {
    expect(isGenuine(partsOfReport(signed.report), signed)).toBe(true);
    const { reports } = await (await helper.client()).request('drill.list', {});
    expect(reports[0]).toMatchObject({ id: signed.report.id, failed: 0 });
    expect(await (await helper.client()).request('drill.report', { report: signed.report.id })).toEqual(signed);
  });

  it('leaves no container, no mount, no secret, no module, no domain and no boolean changed, on a host that enforces', async () => {
    expect(await tracesOfDrill(lab)).toEqual(untouched);
    expect(untouched).toEqual(['Enforcing', expect.stringMatching(/^[0-9a-f]{64} /)]);
  });
});

interface JudgedCell {
  readonly probe: string;
  readonly circumstance: string;
  readonly cell: DrillCell;
}

function cells({ report }: SignedDrillReport): readonly JudgedCell[] {
  return report.results.flatMap(({ probe, without, with: up, taken }) => [
    { probe, circumstance: 'SELinux down', cell: without },
    { probe, circumstance: 'all up', cell: up },
    ...taken.flatMap(({ layer, cell, withoutSelinux }) => [
      { probe, circumstance: layer, cell },
      ...(withoutSelinux === null ? [] : [{ probe, circumstance: `${layer}, SELinux down`, cell: withoutSelinux }]),
    ]),
  ]);
}

/** Gives the cells with SELinux down, and with all layers up. */
function bothOf({ report }: SignedDrillReport, wanted: string): readonly DrillCell[] {
  return report.results.flatMap(({ probe, without, with: up }) => (probe === wanted ? [without, up] : []));
}

function rowOf({ without, with: up, taken }: DrillResult): readonly string[] {
  return [
    brief(without),
    brief(up),
    ...taken.flatMap(({ layer, cell, withoutSelinux }) => [
      `${layer}: ${brief(cell)}`,
      ...(withoutSelinux === null ? [] : [`and SELinux down: ${brief(withoutSelinux)}`]),
    ]),
  ];
}

function hostSaw({ evidence }: DrillCell): string | undefined {
  return evidence.find((line) => line.startsWith('the host sees'));
}

function recordsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const records = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const id = /^type=AVC msg=audit\(([0-9.]+:\d+)\)/.exec(line)?.[1];
    if (id !== undefined) records.set(id, [...(records.get(id) ?? []), line]);
  }
  return records;
}
