// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { type LabHelper, openLabHelper, operator, outsider } from '../../hosts/fixtures/hostile-clients.ts';

let lab: LabHelper;

beforeAll(async () => {
  lab = await openLabHelper();
}, 900_000);

async function residentMiB(): Promise<number> {
  return Number(await lab.guest.mustRun(`awk '/VmRSS/ {print $2}' /proc/${await lab.listenerPid()}/status`)) / 1024;
}

describe('exhaustion', () => {
  it('leaves no descriptor behind after 3,000 connections that come and go (A2, E7)', async () => {
    const before = await lab.descriptors();
    await lab.hostile(outsider, 'come_and_go', '3000');
    await lab.guest.mustRun('sleep 2');
    expect(Math.abs((await lab.descriptors()) - before)).toBeLessThan(5);
  });

  it('serves the operator while another holds all the connections that he can get (E1)', async () => {
    await lab.guest.mustRun(
      'rm -f /tmp/flood.log; (sleep 60 | python3 /usr/local/bin/hostile.py outsider flood 1000 >/tmp/flood.log ' +
        '2>&1 &) ; for i in $(seq 100); do grep -q held /tmp/flood.log 2>/dev/null && exit 0; sleep 0.5; done; ' +
        'exit 1',
    );
    expect(await lab.hostile(operator, 'greet')).toBe('connected');
    expect(await lab.descriptors()).toBeLessThan(200);
    await lab.guest.mustRun(
      'for i in $(seq 24); do journalctl -u bulkhead-listener --no-pager | ' +
        "grep -q 'the limit of 8 connections' && exit 0; sleep 0.5; done; exit 1",
    );
  });

  it('answers others, question by question, while broken frames pour in (E2)', async () => {
    const outcome = JSON.parse(await lab.hostile('root', 'ping_through_fuzz', '200')) as {
      answered: number;
      isFlooding: boolean;
      sent: number;
    };
    expect(outcome).toEqual({ answered: 200, isFlooding: true, sent: expect.any(Number) as number });
    expect(outcome.sent).toBeGreaterThan(0);
  });

  it('outlives broken frames of every kind without growing (E2)', async () => {
    const pid = await lab.listenerPid();
    const before = await residentMiB();
    expect(Number(await lab.hostile(outsider, 'fuzz', '20'))).toBeGreaterThan(500);
    expect(await lab.listenerPid()).toBe(pid);
    expect((await residentMiB()) - before).toBeLessThan(50);
    expect(await lab.hostile(operator, 'greet')).toBe('connected');
  });
});
