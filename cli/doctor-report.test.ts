// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { HostCheck } from '../contract/model/host/host-check.ts';
import { type VerdictState, verdictSchema } from '../contract/model/isolation/verdict.ts';
import type { ClientFacts } from '../hosts/doctor/client-facts.ts';
import { fakeContainer } from '../testing/models/container.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { type SocketHost, type SomeHandlers, startSocketHost } from '../testing/socket-host.ts';
import { runCommand } from './fixtures/run-command.ts';

let host: SocketHost | undefined;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-report-'));
  file = join(folder, 'report.md');
});
afterEach(async () => {
  await host?.close();
  host = undefined;
  rmSync(folder, { recursive: true });
});

const checks: readonly HostCheck[] = [
  { id: 'unit-policy', title: 'Unit of the policy worker', state: 'ok', message: 'It runs.', fix: null },
  {
    id: 'container-addresses',
    title: 'Addresses',
    state: 'warn',
    message: 'shop-db has no address; 10.0.3.99 is left, see /home/ada/notes.',
    fix: { by: 'advice', summary: 'Look at shop-db.' },
  },
];

const event = {
  time: 1_795_600_000,
  serial: 7,
  record: 'AVC',
  decision: 'denied',
  permissive: false,
  permissions: ['mounton'],
  source: { user: 'system_u', role: 'system_r', type: 'bulkhead_helper_t', level: 's0' },
  target: { user: 'system_u', role: 'object_r', type: 'proc_t', level: 's0' },
  class: 'dir',
  comm: 'node',
  pid: 812,
  exe: null,
  path: '/var/lib/lxc/gone-db/rootfs\u001b[2J',
  name: null,
  inode: null,
  port: null,
  syscall: null,
  success: false,
  container: null,
} as const;

function group(id: string, sourceType: string) {
  return {
    id: id.repeat(16),
    sourceType,
    targetType: 'proc_t',
    class: 'dir',
    permissions: ['mounton'],
    count: 3,
    first: 1,
    last: 2,
    containers: ['gone-db'],
    comms: ['node'],
    permissive: false,
    notBlocked: 0,
    reason: 'no-rule' as const,
    sample: { ...event, permissions: ['mounton'], source: { ...event.source, type: sourceType }, target: event.target },
  };
}

const handlers: SomeHandlers = {
  'host.info': async () => ({ ...fakeHostInfo, hostname: 'vm.example.org' }),
  'container.list': async () => ({ containers: [fakeContainer({ name: 'shop-db' })] }),
  'doctor.check': async () => ({ checks: [...checks], checkedAt: 1 }),
  'denial.query': async () => ({
    groups: [group('a', 'bulkhead_helper_t'), group('b', 'bulkhead_t')],
    events: [],
    lost: 0,
    auditLog: null,
  }),
};

async function doctor(words: readonly string[], more: SomeHandlers = {}) {
  host = await startSocketHost({ ...handlers, ...more });
  return runCommand(['doctor', ...words], { socketPath: host.socketPath });
}

/** Gives one section of the report. Sections about this machine say other things wherever the test runs. */
function sectionOf(text: string, title: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(title)) ?? '';
}

describe('the report of a host', () => {
  it('has what the host says under a heading each, without names, addresses and paths of people', async () => {
    const { exitCode, stdout, stderr } = await doctor(['--report', file]);
    expect([exitCode, stdout, stderr]).toEqual([0, '', `Wrote ${file}. Read it before you send it.\n`]);
    const text = readFileSync(file, 'utf8');
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      ...['Host', 'Packages', 'Units', 'Checks', 'Policy', 'Verdict', 'Isolation', 'Denials'],
    ]);
    expect(sectionOf(text, 'Host')).toContain('kernel: 6.12.1');
    expect(sectionOf(text, 'Units')).toContain('ok    Unit of the policy worker (unit-policy): It runs.');
    expect(sectionOf(text, 'Checks')).toMatch(
      /container-1 has no address; address-1 is left, see home-1\.\n.*Look at container-1\./,
    );
    expect(sectionOf(text, 'Denials')).toMatch(/3 times, the last: .* denied {2}\{ mounton \} dir .*bulkhead_helper_t/);
    for (const name of ['gone-db', '10.0.3.99', 'ada', 'vm.example.org', 'shop-db', '/srv/', '\u001b'])
      expect(text).not.toContain(name);
    expect(sectionOf(text, 'Denials')).not.toContain('bulkhead_t:');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('has the names, and the denials of containers, when that is asked for', async () => {
    await doctor(['--report', file, '--with-names', '--with-containers']);
    const text = readFileSync(file, 'utf8');
    expect(sectionOf(text, 'Checks')).toContain('shop-db has no address; 10.0.3.99 is left, see /home/ada/notes.');
    expect(sectionOf(text, 'Denials')).toContain('bulkhead_t:s0');
  });

  it('has the verdict of the host, and how many containers have each', async () => {
    const judged = (name: string, state: VerdictState) =>
      fakeContainer({ name, isolation: verdictSchema().parse({ state, reasons: [name], checkedAt: null }) });
    const containers = [judged('shop', 'isolated'), judged('db', 'unknown'), judged('old', 'unknown')];
    const { stdout } = await doctor(['--report', '-'], { 'container.list': async () => ({ containers }) });
    expect(
      sectionOf(stdout, 'Verdict')
        .trim()
        .split(/\s*\n\s*/),
    ).toEqual([
      'Verdict',
      'host: unknown. 2 containers are not known to be isolated.',
      'not isolated: 0',
      'unknown: 2',
      'isolated with remarks: 0',
      'not running: 0',
      'isolated: 1',
    ]);
  });

  it('knows no verdict where containers cannot be listed, and no good one where SELinux does not enforce', async () => {
    const unlisted = { 'container.list': () => fail('not-authorised', { action: 'view-containers' }) };
    const { stdout } = await doctor(['--report', '-'], unlisted);
    expect(sectionOf(stdout, 'Verdict')).toMatch(/host: unknown\. .*\n[^]*isolated: not known/);
    await host?.close();
    const selinux = { ...fakeHostInfo.selinux, status: 'disabled' as const };
    const disabled = await doctor(['--report', '-'], { 'host.info': async () => ({ ...fakeHostInfo, selinux }) });
    expect(sectionOf(disabled.stdout, 'Verdict')).toContain('host: not isolated. SELinux is disabled on this host');
  });

  it('goes to stdout for -', async () => {
    const { exitCode, stdout } = await doctor(['--report', '-']);
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '# Report of a host with Bulkhead']);
  });

  it('replaces no file that is there, unless it is forced', async () => {
    writeFileSync(file, 'mine');
    const { exitCode, stderr } = await doctor(['--report', file]);
    expect([exitCode, readFileSync(file, 'utf8')]).toEqual([1, 'mine']);
    expect(stderr).toBe(`bulkheadctl: cannot write ${file}: it is there already; name another file, or add --force\n`);
    expect(host?.called).toEqual([]);
    await host?.close();
    expect(await doctor(['--report', file, '--force'])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toContain('# Report');
  });

  it('says what could not be asked, and has the rest', async () => {
    await doctor(['--report', file], { 'isolation.audit': () => fail('not-authorised', { action: 'view-host' }) });
    const text = readFileSync(file, 'utf8');
    expect(sectionOf(text, 'Isolation')).toContain('Not known: cannot do this: you are not authorised');
    expect(sectionOf(text, 'Units')).toContain('It runs.');
  });

  it('leaves out what may hold names where containers cannot be listed, and has it where names may stand', async () => {
    const unlisted = { 'container.list': () => fail('not-authorised', { action: 'view-containers' }) };
    await doctor(['--report', file], unlisted);
    const text = readFileSync(file, 'utf8');
    for (const title of ['Units', 'Checks', 'Isolation', 'Denials'])
      expect(sectionOf(text, title)).toContain('containers cannot be listed, so their names could not be replaced');
    expect(text).not.toContain('shop-db');
    await host?.close();
    await doctor(['--report', file, '--force', '--with-names'], unlisted);
    expect(readFileSync(file, 'utf8')).toContain('shop-db has no address');
  });

  it('has what this machine knows where the helper does not answer', async () => {
    const clientFacts: ClientFacts = {
      uid: 1000,
      user: 'ada',
      hasSocket: false,
      units: undefined,
      selinux: 'enforcing',
      domain: 'user_t',
      group: { exists: true, isMember: true, isInSession: true },
      distribution: 'fedora',
      policyFailure: undefined,
    };
    expect(await runCommand(['doctor', '--report', file], { clientFacts })).toMatchObject({ exitCode: 0 });
    const text = readFileSync(file, 'utf8');
    expect(sectionOf(text, 'Checks')).toContain('The socket of the helper is not there');
    expect(sectionOf(text, 'Denials')).toContain('Not known: cannot reach the host local');
  });

  it.each([
    [['--with-names'], 'belong to --report'],
    [['--force'], 'belong to --report'],
    [['--report', 'x', '--fix', 'bridge'], '--report and --fix do not go together'],
  ])('takes %j for a mistake', async (words, message) => {
    const { exitCode, stderr } = await doctor(words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
