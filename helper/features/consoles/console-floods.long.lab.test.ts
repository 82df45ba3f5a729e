// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabHelper, openLabHelper, operator } from '../../../hosts/fixtures/hostile-clients.ts';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
}, 900_000);

describe('a console in a container', () => {
  const name = 'flood-test';

  beforeAll(async () => {
    await lab.hostile(operator, 'unmake', name);
    expect(await lab.hostile(operator, 'make', name)).toBe('answered');
  });
  afterAll(async () => lab.hostile(operator, 'unmake', name), 300_000);

  it('carries a flood without growing the helper (E3)', async () => {
    const { length, growth } = JSON.parse(await lab.hostile('root', 'flood_console', name, await lab.pid())) as {
      length: number;
      growth: number;
    };
    expect(length).toBe(7_500_000);
    expect(growth / 1024).toBeLessThan(32);
  });

  it('hears Ctrl-C through a flood', async () => {
    const seconds = Number(await lab.hostile(operator, 'interrupt_console', name));
    // The promise is 0.2 s; the lab emulates its processor.
    expect(seconds).toBeLessThan(2);
  });

  it('is limited for each user, and gone when its client is (E5)', async () => {
    const most = Number(await lab.hostile(operator, 'many_consoles', name, '40'));
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
    await lab.guest.mustRun(
      "for i in $(seq 20); do pgrep -fx 'sleep 600' >/dev/null || exit 0; sleep 0.5; done; exit 1",
    );
  });
});
