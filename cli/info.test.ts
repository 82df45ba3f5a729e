// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { closeGivenHost, given } from '../testing/given-host.ts';

describe('info', () => {
  it('gives one JSON value', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { stdout } = await runCommand(['info', '--json'], { socketPath });
    expect(linesOf(stdout)).toEqual([
      {
        hostname: 'lab',
        operating_system: 'Debian GNU/Linux 13',
        kernel: '6.12.1',
        cpus: 2,
        memory_bytes: 3_221_225_472,
        booted_at: 1_795_500_000,
        lxc: '6.0.4',
        cgroup: 'v2',
        polkit: '126',
        selinux: { status: 'enabled', mode: 'enforcing', policy: 'default', mls: true, base_module: true },
        denial_source: 'auditd',
        audit_log: {
          state: 'writing',
          since: 1_795_500_000,
          free_bytes: 10_737_418_240,
          needed_bytes: 56_623_104,
          attempts: 0,
          has_given_up: false,
        },
        audit_lost: 0,
        helper: { version: '0.1.0', protocol: 1, pid: 812 },
        recovery: { state: 'done', containers: [] },
        client: { version: '0.1.0' },
        disk: {
          backing: 'project-quota',
          total_bytes: 107_374_182_400,
          free_bytes: 42_949_672_960,
          reserve_bytes: 5_368_709_120,
          total_inodes: 6_000_000,
          free_inodes: 5_000_000,
          reserve_inodes: 300_000,
          overcommitted: false,
        },
        limits: { containers: 1000, consoles_per_user: 32 },
      },
    ]);
  });

  it('tells people the same, without colour where there is no terminal', async () => {
    const socketPath = await given({ 'host.info': async () => fakeHostInfo });
    const { stdout } = await runCommand(['info'], { socketPath });
    expect(stdout).toContain('SELinux       enforcing, policy default with levels\n');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('recovery', () => {
  const recovering = { state: 'running' as const, containers: ['web'] };

  it('is said while it goes on, and not any more when it has ended well', async () => {
    const during = await given({ 'host.info': async () => ({ ...fakeHostInfo, recovery: recovering }) });
    const { stdout } = await runCommand(['info'], { socketPath: during });
    expect(stdout).toContain('Recovery      the helper still recovers what was under way when it last ended: web');
    const after = await given({ 'host.info': async () => fakeHostInfo });
    expect((await runCommand(['info'], { socketPath: after })).stdout).not.toContain('Recovery');
  });

  it('is waited for with --recovered', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'host.info': async (params) => {
        asked.push(params);
        return fakeHostInfo;
      },
    });
    await runCommand(['info', '--recovered'], { socketPath });
    await runCommand(['info'], { socketPath });
    expect(asked).toEqual([{ afterRecovery: true }, {}]);
  });
});

describe('versions that differ', () => {
  const handlers = (version: string) => ({
    'host.info': async () => ({ ...fakeHostInfo, helper: { ...fakeHostInfo.helper, version } }),
    'container.list': async () => ({ containers: [] }),
  });

  it('are said by info, with what to update first (F7)', async () => {
    const older = await runCommand(['info'], { socketPath: await given(handlers('0.1.0')), version: '0.2.0' });
    expect(older.stdout).toContain('bulkheadctl is version 0.2.0. Update the package bulkhead-helper first:');
    await closeGivenHost();
    const newer = await runCommand(['info'], { socketPath: await given(handlers('0.3.0')), version: '0.2.0' });
    expect(newer.stdout).toContain('Update bulkheadctl: the helper serves it while it is one release behind.');
    await closeGivenHost();
    const same = await runCommand(['info'], { socketPath: await given(handlers('0.2.0')), version: '0.2.0' });
    expect(same.stdout).not.toContain('Versions');
  });

  it('are said by every command on stderr when the helper is the older one, but not to scripts (F7)', async () => {
    const socketPath = await given(handlers('0.1.0'));
    const note =
      /^bulkheadctl: The helper of this host is version 0\.1\.0, .* Update the package bulkhead-helper first/;
    expect((await runCommand(['ls'], { socketPath, version: '0.2.0' })).stderr).toMatch(note);
    for (const [words, version] of [
      [['ls', '--json'], '0.2.0'],
      [['ls', '--quiet'], '0.2.0'],
      [['ls'], '0.0.9'],
    ] as const)
      expect((await runCommand(words, { socketPath, version })).stderr).not.toContain('version');
  });
});

describe('an auditd that writes nothing', () => {
  const auditLog = {
    state: 'suspended' as const,
    since: 1_795_500_000,
    freeBytes: 0,
    neededBytes: 56_623_104,
    attempts: 0,
    hasGivenUp: false,
  };

  it('is said by info, and by denials on stderr, whatever is chosen (review F1)', async () => {
    const socketPath = await given({
      'host.info': async () => ({ ...fakeHostInfo, denialSource: 'audit-socket' as const, auditLog }),
      'denial.query': async () => ({ groups: [], events: [], lost: 0, auditLog }),
    });
    expect((await runCommand(['info'], { socketPath })).stdout).toContain(
      'auditd has stopped writing its log: 0 MiB are free, 54 MiB are needed.',
    );
    expect(linesOf((await runCommand(['info', '--json'], { socketPath })).stdout)).toMatchObject([
      { denial_source: 'audit-socket', audit_log: { state: 'suspended', free_bytes: 0 } },
    ]);
    for (const words of [['denials'], ['denials', '--json', '--quiet']])
      expect((await runCommand(words, { socketPath })).stderr).toContain(
        'bulkheadctl: auditd has stopped writing its log',
      );
  });

  it('is said once while denials are followed, and again after it went on (review F1)', async () => {
    const item = (state: 'suspended' | 'writing') => ({
      type: 'added' as const,
      groups: [],
      events: [],
      lost: 0,
      auditLog: { ...auditLog, state },
    });
    const socketPath = await given({
      async *'denial.watch'() {
        yield* [item('suspended'), item('suspended'), item('writing'), item('suspended')];
        return {};
      },
    });
    expect((await runCommand(['denials', '--follow'], { socketPath })).stderr.match(/stopped writing/g)).toHaveLength(
      2,
    );
  });
});
