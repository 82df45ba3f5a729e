// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { noSettings } from '../contract/model/containers/settings.ts';
import { verdictSchema } from '../contract/model/isolation/verdict.ts';
import { noDenials, sampling } from '../testing/common-handlers.ts';
import { given } from '../testing/given-host.ts';
import { fakeContainer, stoppedContainer } from '../testing/models/container.ts';
import { fakeGroupedEvent } from '../testing/models/denial.ts';
import type { SomeHandlers } from '../testing/socket-host.ts';
import { webRow } from './fixtures/container-rows.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const verdict = {
  state: 'isolated-with-remarks',
  reasons: ['It has a shared volume.', 'Its module is older.'],
  checkedAt: 1_795_599_760,
} as const;
const web = fakeContainer({
  isolation: verdictSchema().parse(verdict),
  volumes: [{ source: '/srv/pages', target: '/var/www', readOnly: true, category: null }],
  published: [{ protocol: 'tcp', address: null, hostPort: 8080, port: 80 }],
  links: ['db'],
  tags: ['prod'],
  settings: { ...noSettings, description: 'the shop', autostart: { order: 10, delaySeconds: 0 } },
});
const snapshot = {
  name: 'before-upgrade',
  createdAt: 1_795_533_000,
  bytes: 2048,
  reason: 'taken',
  image: 'debian-13',
  wasRunning: true,
} as const;
const handlers: SomeHandlers = {
  ...sampling,
  'container.list': async () => ({ containers: [web, stoppedContainer] }),
  'denial.query': async ({ events }) => ({
    groups: [],
    events: events === 0 ? [] : [fakeGroupedEvent({ path: '/srv/site/upload.log' })],
    lost: 0,
    auditLog: null,
  }),
  'snapshot.list': async () => ({
    snapshots: [snapshot],
    schedule: {
      times: { every: 'day', at: '03:00' },
      keep: 7,
      nextAt: 1_795_560_000,
      last: null,
      uid: 0,
      user: 'root',
    },
  }),
};

describe('show', () => {
  it('has everything about a container on one page of 80 columns (M16)', async () => {
    const socketPath = await given(handlers);
    const terminal = { columns: 80, rows: 24 };
    const { stdout, exitCode } = await runCommand(['show', 'web'], {
      socketPath,
      terminal,
      variables: { NO_COLOR: '1' },
    });
    expect(exitCode).toBe(0);
    for (const fact of [
      /^State +running since .*, init 4711$/m,
      /^Isolation +isolated with remarks\. It has a shared volume\. Its module is older\.\n +Checked 4 min ago\.$/m,
      /^Engine +lxc$/m,
      /^Context +system_u:system_r:bulkhead_t:s0:c5,c6$/m,
      /^Domain +bulkhead_t$/m,
      /^Categories +c5,c6$/m,
      /^Confinement +shared domain$/m,
      /^Limits +memory 512 MiB, .*cpus none, /m,
      /^Addresses +fd00::2, 10\.0\.3\.7$/m,
      /^Links +db$/m,
      /^Tags +prod$/m,
      /^Description +the shop$/m,
      /^Autostart +at boot, order 10$/m,
      /^Snapshots +1; every day at 03:00, the newest 7 are kept, next /m,
      /^\/var\/www +\/srv\/pages +read /m,
      /^tcp +all +8080 +80$/m,
      /cat +blocked +read file +\/srv\/site\/upload\.log$/m,
      /^before-upgrade .* 2 KiB +ran +taken$/m,
    ])
      expect(stdout).toMatch(fact);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('gives what ls gives and the rest as one value', async () => {
    const socketPath = await given(handlers);
    const [value, ...others] = linesOf((await runCommand(['show', 'web', '--json'], { socketPath })).stdout);
    expect(others).toEqual([]);
    expect(value).toMatchObject({
      ...webRow,
      isolation: verdict.state,
      isolation_reasons: verdict.reasons,
      isolation_checked_at: verdict.checkedAt,
      volumes: [{ source: '/srv/pages', target: '/var/www', read_only: true, shared_category: null }],
      published: [{ protocol: 'tcp', address: null, host_port: 8080, port: 80 }],
      links: ['db'],
      tags: ['prod'],
      description: 'the shop',
      autostart: { order: 10, delay: 0 },
      addresses: ['fd00::2', '10.0.3.7'],
      network: 'nat',
      limits: { memory: 536_870_912, cpus: null, pids: 512 },
      last_denials: [{ comm: 'cat', path: '/srv/site/upload.log' }],
      snapshots: [{ name: 'before-upgrade' }],
      snapshot_schedule: { every: 'day', next: 1_795_560_000 },
    });
  });

  it('shows what containers and people wrote with its controls visible', async () => {
    const evil = 'a\u001b[2J\nState  stopped';
    const socketPath = await given({
      ...handlers,
      'container.list': async () => ({
        containers: [fakeContainer({ image: evil, addresses: [evil], tags: [evil], links: [evil] })],
      }),
      'denial.query': async () => ({
        groups: [],
        events: [fakeGroupedEvent({ comm: evil, name: evil })],
        lost: 0,
        auditLog: null,
      }),
    });
    const { stdout } = await runCommand(['show', 'web'], { socketPath });
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter((line) => /^State/.test(line))).toHaveLength(1);
    expect(stdout).toContain('a\\x1b[2J\\nState');
  });

  it('says what is not known, and shows the rest', async () => {
    const socketPath = await given(
      { ...handlers, ...noDenials, 'snapshot.list': async ({ name }) => fail('container-of-incus', { name }) },
      { admit: (name) => (name === 'denial.query' ? fail('not-authorised', { action: 'view-denials' }) : undefined) },
    );
    const { stdout, exitCode } = await runCommand(['show', 'web'], { socketPath });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Denials +you may not see them without a password$/m);
    expect(stdout).toMatch(/^Snapshots +not known: cannot /m);
    expect(linesOf((await runCommand(['show', 'web', '--json'], { socketPath })).stdout)).toMatchObject([
      { denials_24h: null, last_denials: null, snapshots: null, snapshot_schedule: null },
    ]);
  });

  it('fails for a container that there is not', async () => {
    const socketPath = await given(handlers);
    expect(await runCommand(['show', 'mail'], { socketPath })).toMatchObject({ exitCode: 1, stdout: '' });
  });
});
