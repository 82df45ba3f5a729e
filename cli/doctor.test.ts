// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { HostCheck } from '../contract/model/host/host-check.ts';
import type { ClientFacts } from '../hosts/doctor/client-facts.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, type RunOptions, runCommand } from './fixtures/run-command.ts';

let host: SocketHost | undefined;

afterEach(async () => {
  await host?.close();
  host = undefined;
});

const kernel: HostCheck = { id: 'kernel', title: 'Kernel', state: 'ok', message: 'Linux 6.12.', fix: null };
const bridge: HostCheck = {
  id: 'bridge',
  title: "LXC's bridge",
  state: 'warn',
  message: 'The bridge is down.',
  fix: { by: 'helper', check: 'bridge', summary: 'Start it.' },
};
const selinux: HostCheck = {
  id: 'selinux',
  title: 'SELinux',
  state: 'fail',
  message: 'SELinux is \u001b[2Jpermissive.',
  fix: { by: 'commands', summary: 'Enforce.', commands: ['setenforce 1', 'getenforce'] },
};
const images: HostCheck = {
  ...kernel,
  id: 'images',
  state: 'warn',
  message: 'None.',
  fix: { by: 'advice', summary: 'Make one.' },
};

function checked(checks: readonly HostCheck[], more: SomeHandlers = {}): SomeHandlers {
  return { 'doctor.check': async () => ({ checks: [...checks], checkedAt: 1 }), ...more };
}

async function doctor(words: readonly string[], handlers: SomeHandlers, options: RunOptions = {}) {
  host = await startSocketHost(handlers);
  return runCommand(['doctor', ...words], { socketPath: host.socketPath, ...options });
}

describe('doctor', () => {
  it('gives each check with its fix, and 1 when one fails', async () => {
    expect(await doctor([], checked([kernel, bridge, selinux, images]))).toEqual({
      exitCode: 1,
      stdout: [
        'ok    Kernel (kernel): Linux 6.12.',
        "warn  LXC's bridge (bridge): The bridge is down.",
        '      -> Start it.',
        '         bulkheadctl doctor --fix bridge',
        'fail  SELinux (selinux): SELinux is \\x1b[2Jpermissive.',
        '      -> Enforce.',
        '         setenforce 1',
        '         getenforce',
        'warn  Kernel (images): None.',
        '      -> Make one.',
        '',
      ].join('\n'),
      stderr: '1 of 4 checks failed.\n',
    });
  });

  it('gives a line of JSON for each, and 0 when nothing fails', async () => {
    const { exitCode, stdout } = await doctor(['--json'], checked([kernel, bridge]));
    expect([exitCode, linesOf(stdout)]).toEqual([
      0,
      [
        { check: 'kernel', state: 'ok', title: 'Kernel', message: 'Linux 6.12.', fix: null },
        {
          check: 'bridge',
          state: 'warn',
          title: "LXC's bridge",
          message: 'The bridge is down.',
          fix: { by: 'helper', summary: 'Start it.', commands: ['bulkheadctl doctor --fix bridge'] },
        },
      ],
    ]);
  });

  it('has the helper fix what it can, and shows the check as it is then', async () => {
    const asked: unknown[] = [];
    const fixed = { ...bridge, state: 'ok', message: 'The bridge is up.', fix: null } as const;
    const outcome = await doctor(
      ['--fix', 'bridge'],
      checked([kernel, bridge], { 'doctor.fix': async (params) => (asked.push(params), fixed) }),
    );
    expect([outcome, asked]).toEqual([
      { exitCode: 0, stdout: "ok    LXC's bridge (bridge): The bridge is up.\n", stderr: '' },
      [{ check: 'bridge' }],
    ]);
  });

  it.each([
    ['selinux', 'cannot fix selinux from here; apply it manually: Enforce.: setenforce 1 && getenforce'],
    ['images', 'cannot fix images from here; apply it manually: Make one.'],
    ['gone', 'cannot fix gone: there is no such check; see bulkheadctl doctor'],
  ])('fails to fix %s', async (id, message) => {
    expect(await doctor(['--fix', id], checked([selinux, images]))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `bulkheadctl: ${message}\n`,
    });
  });

  it('does not fix what is right', async () => {
    expect(await doctor(['--fix', 'kernel'], checked([kernel]))).toMatchObject({ exitCode: 0, stderr: '' });
    expect(host?.called).toEqual(['doctor.check']);
  });

  it('says why the helper did not answer, when that is what fails', async () => {
    const denied = { 'doctor.check': () => fail('not-authorised', { action: 'view-host' }) } satisfies SomeHandlers;
    const { exitCode, stdout } = await doctor(['--json'], denied);
    expect([exitCode, linesOf(stdout)]).toMatchObject([1, [{ check: 'connection', state: 'fail' }]]);
  });
});

describe('doctor without a helper', () => {
  const clientFacts: ClientFacts = {
    uid: 1000,
    user: 'ada',
    hasSocket: false,
    group: { exists: true, isMember: false, isInSession: false },
    units: undefined,
    selinux: 'enforcing',
    domain: 'user_t',
    distribution: 'debian',
    policyFailure: undefined,
  };

  it('says what this machine knows, with the fixes', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['doctor'], { clientFacts });
    expect([exitCode, stderr]).toEqual([1, '3 of 4 checks failed.\n']);
    expect(stdout).toContain('fail  Connection (connection): Cannot reach the host local: there is no');
    expect(stdout).toContain('systemctl enable --now bulkhead-helper.socket');
    expect(stdout).toContain('usermod -aG bulkhead ada');
  });

  it('knows nothing of another machine but that it is not reached', async () => {
    const { exitCode, stdout } = await runCommand(['--host', 'lab://operator@none-there', 'doctor', '--json']);
    expect([exitCode, linesOf(stdout)]).toMatchObject([1, [{ check: 'connection', state: 'fail' }]]);
    expect(linesOf(stdout)).toHaveLength(1);
  });
});
