// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import { hostCheckSchema, type HostCheck } from '../../../../contract/model/host/host-check.ts';
import type { UnitsOfHost } from '../facts/doctor-facts.ts';
import { unitGroups, unitNames } from '../facts/unit-names.ts';
import type { UnitFacts } from '../facts/read-units.ts';
import { soundUnits, withUnit } from '../fixtures/sound-units.ts';
import { judgeUnits } from './judge-units.ts';

const network = String.raw`bulkhead-network@lab\x2dnet.service`;

function judge(units: UnitsOfHost): readonly HostCheck[] {
  return inEnglish(judgeUnits({ units } as Parameters<typeof judgeUnits>[0]));
}

function checkOf(id: string, units: UnitsOfHost): HostCheck {
  const check = judge(units).find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return check;
}

function failedWith(status: number, more: Partial<UnitFacts> = {}): Partial<UnitFacts> {
  return { active: 'failed', sub: 'failed', result: 'exit-code', status, ...more };
}

describe('the units of Bulkhead', () => {
  it('are those that are installed, but for instances', () => {
    const files = readdirSync('policy/systemd').filter((name) => !name.includes('@'));
    expect(unitNames.toSorted()).toEqual(files.toSorted());
  });

  it('have the sockets that their files name', () => {
    for (const { service, socket } of unitGroups) {
      if (socket === undefined) continue;
      const text = readFileSync(`policy/systemd/${socket}`, 'utf8');
      const named = /^Service=(.*)$/m.exec(text)?.[1] ?? socket.replace(/socket$/, 'service');
      if (service !== undefined) expect([socket, named]).toEqual([socket, service]);
    }
  });

  it('are as they have to be when they run, wait for their socket, or are off by default', () => {
    expect(judge(soundUnits).map(({ id, state, message }) => [id, state, message])).toEqual([
      ['unit-helper', 'ok', 'bulkhead-helper.service runs.'],
      ['unit-listener', 'ok', 'bulkhead-listener.service runs.'],
      ['unit-policy', 'ok', 'bulkhead-policy.service waits for its socket bulkhead-policy.socket, which starts it.'],
      ['unit-notify', 'ok', 'bulkhead-notify.socket listens, and starts a process for each message.'],
      ['unit-metrics', 'ok', 'bulkhead-metrics.socket is off, as it is until somebody enables it.'],
      ['unit-consoles', 'ok', 'bulkhead-consoles.service runs.'],
      ['unit-networks', 'ok', 'bulkhead-network@lab-net.service: each runs, or is starting.'],
    ]);
  });

  it.each<[string, UnitsOfHost, id: string, state: string]>([
    ['a worker that failed', withUnit('bulkhead-policy.service', failedWith(226)), 'unit-policy', 'fail'],
    ['a worker that runs', withUnit('bulkhead-policy.service', { active: 'active' }), 'unit-policy', 'ok'],
    ['a worker that begins', withUnit('bulkhead-policy.service', { active: 'activating' }), 'unit-policy', 'ok'],
    ['a worker that ends', withUnit('bulkhead-policy.service', { active: 'deactivating' }), 'unit-policy', 'ok'],
    [
      'terminals without their unit',
      withUnit('bulkhead-consoles.service', { active: 'inactive' }),
      'unit-consoles',
      'warn',
    ],
    ['a unit of terminals that failed', withUnit('bulkhead-consoles.service', failedWith(1)), 'unit-consoles', 'warn'],
    ['a socket that was given up', withUnit('bulkhead-policy.socket', { active: 'failed' }), 'unit-policy', 'fail'],
    ['a socket that is off', withUnit('bulkhead-policy.socket', { active: 'inactive' }), 'unit-policy', 'fail'],
    [
      'a listener that is started again and again',
      withUnit('bulkhead-listener.service', failedWith(1, { active: 'activating', sub: 'auto-restart' })),
      'unit-listener',
      'fail',
    ],
    ['a notifier without a socket', withUnit('bulkhead-notify.socket', { active: 'inactive' }), 'unit-notify', 'warn'],
    ['metrics that are on', withUnit('bulkhead-metrics.socket', { active: 'active' }), 'unit-metrics', 'ok'],
    ['metrics that should be on', withUnit('bulkhead-metrics.socket', { file: 'enabled' }), 'unit-metrics', 'warn'],
    ['metrics that failed', withUnit('bulkhead-metrics.service', failedWith(1)), 'unit-metrics', 'warn'],
    ['a unit that is not there', withUnit('bulkhead-notify.socket', { load: 'not-found' }), 'unit-notify', 'warn'],
    ['a unit that is masked', withUnit('bulkhead-policy.socket', { load: 'masked' }), 'unit-policy', 'fail'],
    ['a network without a server', withUnit(network, { active: 'inactive' }), 'unit-networks', 'warn'],
    ['a network whose server failed', withUnit(network, failedWith(2)), 'unit-networks', 'warn'],
    ['no network', { ...soundUnits, networks: [] }, 'unit-networks', 'ok'],
    ['a systemd that is silent', { ...soundUnits, units: [], problem: 'Access denied' }, 'units', 'warn'],
    [
      'a systemd that leaves one out',
      { ...soundUnits, units: soundUnits.units.slice(1), problem: 'Access denied' },
      'unit-listener',
      'warn',
    ],
  ])('with %s', (_title, units, id, state) => {
    const others = judge(units).flatMap((one) => (one.state === 'ok' || one.id === id ? [] : [one.id]));
    expect([checkOf(id, units).state, others]).toEqual([state, []]);
  });

  it('that were denied to mount lead to the check of the policy', () => {
    const lastLine = 'bulkhead-policy.service: Failed to set up mount namespacing: Permission denied';
    const check = checkOf('unit-policy', withUnit('bulkhead-policy.service', failedWith(226, { lastLine })));
    expect(check.message).toBe(
      'bulkhead-policy.service has failed: mounting was denied for it, which the policy of the host decides ' +
        `(status 226). Its journal says: ${lastLine}. Until it runs, no container can be given its own domain, ` +
        'and nothing of the policy can be changed.',
    );
    expect(check.fix).toMatchObject({
      commands: [
        'bulkheadctl policy check',
        'systemctl reset-failed bulkhead-policy.socket bulkhead-policy.service',
        'systemctl restart bulkhead-policy.socket bulkhead-policy.service',
      ],
    });
  });

  it('that failed otherwise lead to their journal, with what systemd says of their end', () => {
    const check = checkOf(
      'unit-listener',
      withUnit('bulkhead-listener.service', { active: 'failed', result: 'watchdog', status: 6 }),
    );
    expect(check.message).toContain('has failed, with the result watchdog and the status 6. Until it runs,');
    expect(check.fix).toMatchObject({
      commands: expect.arrayContaining(['journalctl -b -n 30 -u bulkhead-listener.service']) as unknown,
    });
  });

  it('name the service where systemd has given up on its socket too, for the service is the cause', () => {
    const both = withUnit('bulkhead-policy.service', failedWith(226));
    const units = both.units.map((unit) =>
      unit.name === 'bulkhead-policy.socket' ? { ...unit, active: 'failed', result: 'service-start-limit-hit' } : unit,
    );
    expect(checkOf('unit-policy', { ...both, units }).message).toContain(
      'bulkhead-policy.service has failed: mounting',
    );
  });

  it('are checks with a fix exactly where something is not right, whatever systemd says', () => {
    const word = fc.constantFrom(
      'loaded',
      'not-found',
      'masked',
      'active',
      'inactive',
      'failed',
      'activating',
      'x',
      '',
    );
    const unit = fc.record({
      name: fc.constantFrom(...unitNames, network),
      load: word,
      file: word,
      active: word,
      sub: fc.constantFrom('running', 'listening', 'dead', 'auto-restart', ''),
      result: fc.constantFrom('success', 'exit-code', 'signal', 'start-limit-hit', ''),
      status: fc.constantFrom(0, 1, 203, 217, 226, 229, 255),
      lastLine: fc.option(fc.string(), { nil: undefined }),
    });
    const host = fc.record({
      units: fc.uniqueArray(unit, { selector: ({ name }) => name }),
      problem: fc.option(fc.string(), { nil: undefined }),
      networks: fc.subarray([network]),
    });
    fc.assert(
      fc.property(host, (units) => {
        const checks = judge(units);
        expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
        for (const check of checks) {
          expect(hostCheckSchema().parse(check)).toEqual(check);
          expect([check.id, check.fix === null]).toEqual([check.id, check.state === 'ok']);
          expect(check.message).toMatch(/[.]$/);
        }
      }),
    );
  });
});
