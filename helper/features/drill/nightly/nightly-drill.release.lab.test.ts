// SPDX-License-Identifier: Apache-2.0
import { drillVerdictOf } from '../../../../contract/wording/isolation/drill-marks.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../../../contract/model/activity.ts';
import type { DrillReportSummary, SignedDrillReport } from '../../../../contract/model/drill.ts';
import { openLabClient, type LabClient } from '../../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../../lab/test-lab.ts';
import { readResult } from '../../../../rpc/read-result.ts';
import { brief, expectedCells } from '../fixtures/expected-cells.ts';
import { tracesOfDrill } from '../fixtures/traces.ts';
import { probes } from '../probes/probe-list.ts';
import { linkedStart } from '../probes/start-probes.ts';

const lab = await useTestLab();

/** What a drill on the enforcing host saw blocked before the night: few, so that it is short. */
const blockedBefore = ['file-read', 'file-list', 'process-see'];

const timeout = { timeout: 900_000 };

interface Night {
  readonly entry: Activity;
  readonly summary: DrillReportSummary;
  readonly signed: SignedDrillReport;
}

describe('a drill by night', () => {
  let helper: LabClient;
  let untouched: readonly string[];

  beforeAll(async () => {
    // The reset removes the reports of other drills.
    await lab.reset();
    helper = await openLabClient(lab);
    untouched = await tracesOfDrill(lab);
  });
  afterAll(async () => {
    await lab.mustRun(['setenforce', '1']);
    await (await helper.client()).request('drill.unschedule', {});
    await helper.close();
  });

  /** Chooses the next minute that is not about to begin, and waits until the run of that time has ended. */
  async function night(): Promise<Night> {
    const client = await helper.client();
    const watch = client.stream('activity.watch', { latest: 0 });
    const at = (await lab.mustRun("date -d '+70 seconds' +%H:%M")).trim();
    expect((await client.request('drill.schedule', { at })).schedule).toMatchObject({ at, user: 'operator' });
    for await (const item of watch) {
      if (item.type !== 'changed' || item.entry.operation !== 'drill.run' || item.entry.outcome === 'running') continue;
      const [summary] = (await client.request('drill.list', {})).reports;
      if (summary === undefined) throw new Error(`the night left no report: ${item.entry.detail}`);
      return { entry: item.entry, summary, signed: await client.request('drill.report', { report: summary.id }) };
    }
    throw new Error('the activity log fails now');
  }

  const nextAt = async (): Promise<number> =>
    (await (await helper.client()).request('drill.list', {})).schedule?.nextAt ?? 0;
  const clock = async (): Promise<number> => Number(await lab.mustRun(['date', '+%s']));

  it(
    'is run at its time under the name of who wanted it, is red on a host that became permissive, reports what SELinux ' +
      'blocked before as new holes, and is due again the next day',
    timeout,
    async () => {
      await readResult((await helper.client()).stream('drill.run', { probes: [...blockedBefore] }));
      await lab.mustRun(['setenforce', '0']);
      const { entry, summary, signed } = await night();
      await lab.mustRun(['setenforce', '1']);
      const { host, results, changes } = signed.report;
      expect(host.selinux).toBe('permissive');
      const down = Object.fromEntries(
        Object.entries(expectedCells).map(([probe, [withoutSelinux]]) => [probe, withoutSelinux]),
      );
      // Tried with all layers up only, and no business of SELinux's.
      expect(Object.fromEntries(results.map(({ probe, with: cell }) => [probe, brief(cell)]))).toEqual({
        ...down,
        [linkedStart]: 'blocked runtime',
      });
      const breached = probes.flatMap(({ id }) => (down[id] === 'breached' ? [id] : []));
      expect(results.filter((result) => drillVerdictOf(result) === 'fail').map(({ probe }) => probe)).toEqual(breached);
      expect(changes?.filter(({ kind }) => kind === 'new-hole').map(({ probe }) => probe)).toEqual(blockedBefore);
      expect(summary).toMatchObject({ probes: probes.length, failed: breached.length, newHoles: blockedBefore });
      expect(entry).toMatchObject({
        outcome: 'failed',
        user: 'operator',
        subject: null,
        detail: `by schedule: a new hole: ${blockedBefore.join(', ')} stopped before, and no more; report ${summary.id}`,
      });
      const hoursAway = ((await nextAt()) - (await clock())) / 3600;
      expect([hoursAway > 23, hoursAway <= 24]).toEqual([true, true]);
      expect(
        await lab.mustRun([
          'journalctl',
          '--unit',
          'bulkhead-helper.service',
          '--grep',
          'drill-new-hole',
          '--output',
          'cat',
        ]),
      ).toContain(summary.id);
      expect(await tracesOfDrill(lab)).toEqual(untouched);
    },
  );
});
