// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ContainerHealth } from '../contract/model/containers/health.ts';
import { given, givenCalls } from '../testing/given-host.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const health: ContainerHealth = {
  checkedAt: 100,
  units: { state: 'known', failed: [{ name: 'nginx.service', description: 'A\u001b[2J server' }], isCut: false },
  listening: {
    state: 'known',
    sockets: [
      { protocol: 'tcp', address: null, port: 80 },
      { protocol: 'udp', address: '::1', port: 53 },
    ],
    isCut: true,
  },
  updates: {
    state: 'known',
    count: 2,
    securityCount: 1,
    packages: [{ name: 'openssl', installed: '1', newer: '2', isSecurity: true }],
    listsAt: 50,
  },
  isRestartRequired: true,
};

const host = (answer: ContainerHealth = health) =>
  given({
    'container.list': async () => ({
      containers: [fakeContainer(), stoppedContainer, fakeContainer({ name: 'foreign', isManaged: false })],
    }),
    'container.health': async () => answer,
  });

describe('health', () => {
  it('is a line for each container of Bulkhead that runs', async () => {
    const socketPath = await host();
    const { stdout } = await runCommand(['health'], { socketPath });
    expect(stdout).toMatch(/^NAME .*\nweb +failing +nginx\.service +2 +1 +80\/tcp, \[::1\]:53\/udp, and more\n$/);
    expect(givenCalls().filter((name) => name === 'container.health')).toHaveLength(1);
  });

  it('is given in full of a container that is named, with its text escaped', async () => {
    const { stdout } = await runCommand(['health', 'web'], { socketPath: await host() });
    expect(stdout.replace(/as of .*/, 'as of then')).toBe(
      [
        'web: failing (1 failed unit, 1 security update, restart required)',
        '  failed units: 1',
        '    nginx.service  A\\x1b[2J server',
        '  listens on: 80/tcp, [::1]:53/udp, and more',
        '  updates: 2 updates, 1 of them for security, as of then',
        '    openssl 1 -> 2 (security)',
        '  a restart is required',
        '',
      ].join('\n'),
    );
  });

  it('says why something is not known, and is a value with --json', async () => {
    const unknown = { state: 'unknown', reason: 'it is frozen' } as const;
    const socketPath = await host({
      ...health,
      units: unknown,
      listening: unknown,
      updates: unknown,
      isRestartRequired: null,
    });
    expect((await runCommand(['health', 'web'], { socketPath })).stdout).toBe(
      'web: unknown\n  failed units: not known: it is frozen\n  listens on: not known: it is frozen\n  updates: not known: it is frozen\n',
    );
    expect(linesOf((await runCommand(['health', '--json'], { socketPath })).stdout)).toEqual([
      {
        name: 'web',
        verdict: 'unknown',
        problems: [],
        checked_at: 100,
        failed_units: null,
        listening: null,
        updates: null,
        restart_required: null,
      },
    ]);
  });

  it('names a container that is not there', async () => {
    expect((await runCommand(['health', 'gone'], { socketPath: await host() })).stderr).toContain('no such container');
  });
});
