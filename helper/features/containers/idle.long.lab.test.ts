// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { loadPolicyWithoutDontaudit } from '../../../lab/policy/policy-without-dontaudit.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

const lab = await useTestLab();
const name = `idle-${Date.now().toString(36)}`;

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name, image: 'debian-13', start: true });
  expect(await helper.booted(name)).toBe('running');
});
afterAll(() => helper.close());

it('an idle container yields no denial in 60 seconds, even when none is hidden', async () => {
  const restore = await loadPolicyWithoutDontaudit(lab);
  try {
    const since = Number(await lab.mustRun(['date', '+%s.%3N']));
    await sleep(60_000);
    const { groups, events } = await (
      await helper.client()
    ).request('denial.query', { container: name, events: 100, since });
    expect({ groups, events }).toEqual({ groups: [], events: [] });
  } finally {
    await restore();
  }
});
