// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import { idle } from '../../../hosts/fixtures/idle.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const name = `alert-${Date.now().toString(36)}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, ...idle, start: true });
});
afterAll(() => helper.close());

describe('alerts', () => {
  it('begin for a container that stopped, are in the activity log, outlast a restart of the helper, and end', async () => {
    const choice = { ...usualAlertChoice('container-stopped'), seconds: 0, containers: [name] };
    const rule = await (await helper.client()).request('alert.set-rule', { choice });
    async function current() {
      const { alerts } = await (await helper.client()).request('alert.list', {});
      return alerts.find((alert) => alert.rule === rule.id);
    }
    await (await helper.client()).request('container.stop', { name, force: true });
    await until(async () => (await current()) !== undefined);
    const begun = await current();
    expect(begun).toMatchObject({ kind: 'container-stopped', container: name, endedAt: null });
    await lab.mustRun(['systemctl', 'restart', 'bulkhead-helper.service']);
    await until(async () => (await current()) !== undefined);
    expect(await current()).toEqual(begun);
    await (await helper.client()).request('container.start', { name });
    await until(async () => (await current())?.endedBy === 'condition');
    const client = await helper.client();
    for await (const item of client.stream('activity.watch', { latest: 50 })) {
      const entries = item.type === 'snapshot' ? item.entries : [];
      const own = entries.filter(({ operation, subject }) => operation.startsWith('alert.') && subject === name);
      expect(own.map(({ operation, user }) => [operation, user])).toEqual([
        ['alert.begun', 'bulkhead-helper'],
        ['alert.ended', 'bulkhead-helper'],
      ]);
      break;
    }
    await client.request('alert.remove-rule', { rule: rule.id });
  });

  it('are counted for monitoring, with what SELinux denied', async () => {
    const client = await helper.client();
    const ofContainer = async () =>
      (await client.request('metrics.read', {})).containers.find((one) => one.name === name && one.isEnforced);
    // The verdict of a container that has just started waits for the next audit.
    const { isolation, ...rest } = await until(ofContainer);
    expect(rest).toEqual({ name, isRunning: true, isEnforced: true });
    expect(isolation).toMatch(/^isolated/);
    const metrics = await client.request('metrics.read', {});
    expect(metrics.sample?.containers.some((one) => one.name === name)).toBe(true);
  }, 300_000);
});
