// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { drillVerdictOf } from '../../../contract/wording/isolation/drill-marks.ts';
import type { SignedDrillReport } from '../../../contract/model/drill.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { absentProbes, brief, expectedSurface } from './fixtures/expected-cells.ts';
import { tracesOfDrill } from './fixtures/traces.ts';
import { probesOfContainer, probesOnIt } from './probes/own-probes.ts';

const lab = await useTestLab();
const name = `mine-${Date.now().toString(36)}`;

describe('a drill on a container that is in use', () => {
  let helper: LabClient;
  let untouched: readonly string[];

  beforeAll(async () => {
    helper = await openLabClient(lab);
    await helper.create({ name, image: 'debian-13', start: true });
    await helper.booted(name);
    // Its network may be up before an address was given, which is part of what is compared.
    await until(async () => (await helper.find(name))?.addresses[0]);
    untouched = await tracesOfDrill(lab);
  });
  afterAll(async () => {
    await lab.mustRun(['setenforce', '1']);
    await helper.close();
  });

  /** Runs the drill, with operations on the container while the probes run on it. */
  async function drill(meanwhile: () => Promise<unknown> = async () => undefined): Promise<SignedDrillReport> {
    const stream = (await helper.client()).stream('drill.container', { name });
    for await (const item of stream) if (item.type === 'step' && item.step === 'attack-it') await meanwhile();
    return stream.result;
  }

  const files = (): Promise<unknown> =>
    helper.exec(
      name,
      'find',
      '/dev',
      '/tmp',
      '/etc',
      '/srv',
      '-xdev',
      '-newer',
      '/etc/hostname',
      '-not',
      '-path',
      '/dev/pts/*',
    );
  const cellsOf = ({ report }: SignedDrillReport): Record<string, string> =>
    Object.fromEntries(report.results.map(({ probe, with: cell }) => [probe, brief(cell)]));

  it('finds it isolated, each denial of SELinux in the log, and leaves it as it was', async () => {
    const before = { container: await helper.find(name), files: await files() };
    let denied: unknown;
    const signed = await drill(async () => {
      denied = await (
        await helper.client()
      )
        .request('container.stop', { name, force: false })
        .catch((error: unknown) => isFailure(error) && error.message);
    });
    const { report } = signed;
    expect(
      report.results
        .filter((result) => drillVerdictOf(result) === 'fail')
        .map(({ probe, with: cell }) => ({ probe, cell })),
    ).toEqual([]);
    const [tried, absent] = [probesOfContainer.length, absentProbes.length];
    expect([report.container, report.summary]).toEqual([
      name,
      { probes: tried, passed: tried - absent, failed: 0, absent },
    ]);
    expect(
      Object.fromEntries(
        (report.surface ?? []).map(({ probe, with: { outcome, closedBy } }) => [
          probe,
          [outcome, ...closedBy].join(' '),
        ]),
      ),
    ).toEqual(expectedSurface);
    const up = cellsOf(signed);
    expect(probesOnIt.map(({ id }) => up[id])).toEqual(probesOnIt.map(() => 'blocked selinux'));
    expect(
      [
        'file-handle',
        'kernel-module',
        'kernel-sysctl',
        'kernel-log',
        'selinux-domain',
        'selinux-level',
        'net-host',
      ].map((probe) => up[probe]),
    ).toEqual([
      'blocked seccomp',
      'blocked seccomp',
      'blocked user-namespace',
      'blocked capabilities',
      'blocked selinux',
      'blocked selinux',
      'blocked namespaces',
    ]);
    const log = await lab.mustRun('grep -h ^type=AVC /var/log/audit/audit.log*');
    // The kernel was asked for its decision on these.
    const silent = new Set(probesOfContainer.flatMap((probe) => (probe.silent === undefined ? [] : [probe.id])));
    const ids = report.results.flatMap(({ probe, with: cell }) =>
      cell.blockedBy.includes('selinux') && !silent.has(probe) ? [{ probe, id: cell.denials[0] ?? 'none' }] : [],
    );
    expect(
      ids.filter(
        ({ probe, id }) =>
          !log
            .split('\n')
            .some(
              (line) =>
                line.includes(`audit(${id}):`) && line.includes(`comm="${probe}"`) && line.includes('permissive=0'),
            ),
      ),
    ).toEqual([]);
    expect(report.results.filter(({ without }) => without.outcome !== 'not-run')).toEqual([]);
    expect(denied).toBe(`cannot change the container ${name}: its isolation is being tried; wait until that has ended`);
    expect({ container: await helper.find(name), files: await files() }).toEqual(before);
    expect(await tracesOfDrill(lab)).toEqual(untouched);
  });

  it('is red on a host that is permissive: what SELinux would deny comes through', async () => {
    await lab.mustRun(['setenforce', '0']);
    const signed = await drill();
    expect(signed.report.host.selinux).toBe('permissive');
    expect(signed.report.summary.failed).toBeGreaterThan(0);
    const up = cellsOf(signed);
    expect(
      ['own-list', 'own-read', 'own-symlink', 'own-proc-root', 'own-arguments', 'selinux-domain', 'selinux-level'].map(
        (probe) => up[probe],
      ),
    ).toEqual(Array.from({ length: 7 }, () => 'breached'));
    expect(signed.report.changes?.filter(({ kind }) => kind === 'new-hole').map(({ probe }) => probe)).toContain(
      'own-read',
    );
    await lab.mustRun(['setenforce', '1']);
    expect(await tracesOfDrill(lab)).toEqual(untouched);
  });

  it('fails for a container that does not run', async () => {
    await (await helper.client()).request('container.stop', { name, force: true });
    await expect(drill()).rejects.toMatchObject({ code: 'container-not-running' });
  });
});
