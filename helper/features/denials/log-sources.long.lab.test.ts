// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../../contract/model/isolation-finding.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';

/**
 * A socket of each of these families is denied to every container, under a class of its own. So its class identifies
 * each denial.
 */
const families = {
  netrom_socket: 6,
  atmpvc_socket: 8,
  x25_socket: 9,
  key_socket: 15,
  can_socket: 29,
  tipc_socket: 30,
  caif_socket: 37,
  nfc_socket: 39,
  vsock_socket: 40,
} as const;
type Kind = keyof typeof families;

const lab = await useTestLab();
const container = `sources-${Date.now().toString(36)}`;
const [journal, auditLog] = ['/run/systemd/journal/socket', '/var/log/audit/audit.log'] as const;
let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
  await helper.create({ name: container, image: 'debian-13', start: true });
});

afterAll(() => lab.reset(), 300_000);

async function provoke(kind: Kind): Promise<void> {
  const { output } = await helper.exec(
    container,
    'perl',
    '-e',
    `socket(my $s, ${families[kind]}, 3, 0) or print 0 + $!`,
  );
  expect([kind, output]).toEqual([kind, '13']);
}

async function countOf(kind: Kind): Promise<number | undefined> {
  const { groups } = await (await helper.client()).request('denial.query', { container });
  return groups.find((group) => group.class === kind)?.count;
}

async function source(): Promise<string | null> {
  return (await (await helper.client()).request('host.info', {})).denialSource;
}

async function logFinding(): Promise<Finding | undefined> {
  let found: Finding | undefined;
  for await (const item of (await helper.client()).stream('isolation.audit', {}))
    if (item.type === 'finding' && item.finding.kind === 'no-denial-log') found = item.finding;
  return found;
}

interface AuditLogStates {
  /** Each state that a watcher of denials was sent. */
  readonly states: readonly string[];
  stop(): void;
}

async function watchAuditLog(): Promise<AuditLogStates> {
  const ending = new AbortController();
  const states: string[] = [];
  const follow = async (): Promise<void> => {
    for await (const { auditLog } of (await helper.client()).stream(
      'denial.watch',
      { events: 0 },
      { signal: ending.signal },
    )) {
      if (auditLog !== null && auditLog.state !== states.at(-1)) states.push(auditLog.state);
    }
  };
  follow().catch(() => undefined);
  return { states, stop: () => ending.abort() };
}

async function stopAuditd(): Promise<void> {
  await lab.mustRun('kill -TERM $(cat /run/auditd.pid) && while [ -e /run/auditd.pid ]; do sleep 0.1; done');
}

it('gets a denial from auditd, when its log is rotated and when it starts again', async () => {
  expect(await source()).toBe('auditd');
  await lab.mustRun('kill -USR1 $(cat /run/auditd.pid)');
  await provoke('netrom_socket');
  expect(await until(() => countOf('netrom_socket'))).toBe(1);
  await stopAuditd();
  await lab.mustRun(['systemctl', 'start', 'auditd']);
  await provoke('atmpvc_socket');
  expect(await until(() => countOf('atmpvc_socket'))).toBe(1);
});

it('gets it from journald where there is no auditd, from the kernel where there is neither, and from auditd again', async () => {
  await stopAuditd();
  expect(await source()).toBe('journald');
  // Fixed as the finding says: until then the kernel prints at most ten of its records in five seconds.
  const finding = await logFinding();
  expect(finding).toMatchObject({ state: 'limited', severity: 'weak' });
  await lab.mustRun(finding?.fix.by === 'commands' ? finding.fix.commands.join(' && ') : 'false');
  expect(await logFinding()).toBe(undefined);
  await provoke('x25_socket');
  expect(await until(() => countOf('x25_socket'))).toBe(1);
  // A log that no program writes would still count as one.
  for (const path of [journal, auditLog]) await lab.mustRun(['mv', path, `${path}.away`]);
  expect(await source()).toBe('kernel');
  expect(await logFinding()).toMatchObject({
    state: 'limited',
    fix: { commands: ['apt install auditd', 'systemctl enable --now auditd'] },
  });
  await lab.mustRun('systemctl disable --now -q systemd-journald-audit.socket; sysctl -qw kernel.printk_ratelimit=0');
  await provoke('key_socket');
  expect(await until(() => countOf('key_socket'))).toBe(1);
  for (const path of [journal, auditLog]) await lab.mustRun(['mv', `${path}.away`, path]);
  await provoke('can_socket');
  expect(await until(() => countOf('can_socket'))).toBe(1);
  await lab.mustRun(['systemctl', 'start', 'auditd']);
  await provoke('caif_socket');
  expect(await until(() => countOf('caif_socket'))).toBe(1);
});

const countedOnce = [
  'netrom_socket',
  'atmpvc_socket',
  'x25_socket',
  'key_socket',
  'can_socket',
  'caif_socket',
] as const;

it('has counted each of them once, by whichever logs it came', async () => {
  expect(await Promise.all(countedOnce.map(async (kind) => [kind, await countOf(kind)]))).toEqual(
    countedOnce.map((kind) => [kind, 1]),
  );
});

it('says that auditd has stopped, reads denials from the kernel meanwhile, and has auditd go on by itself (review F1)', async () => {
  await stopAuditd();
  await lab.mustRun(
    'mount -t tmpfs -o size=80m,fscontext=system_u:object_r:tmpfs_t:s0,context=system_u:object_r:auditd_log_t:s0 ' +
      'tmpfs /var/log/audit && systemctl start auditd',
  );
  const watch = await watchAuditLog();
  try {
    await provoke('tipc_socket');
    expect(await until(() => countOf('tipc_socket'))).toBe(1);
    expect(await logFinding()).toBe(undefined);
    // Less than auditd keeps free: it checks when it writes the next record.
    await lab.mustRun(['fallocate', '-l', '60M', '/var/log/audit/filler']);
    await until(async () => (await provoke('nfc_socket'), watch.states.includes('suspended')));
    expect(await lab.mustRun("grep -c '^logging suspended = yes' /run/auditd.state")).toBe('1\n');
    const info = await (await helper.client()).request('host.info', {});
    expect([
      info.denialSource,
      info.auditLog?.state,
      (await (await helper.client()).request('denial.query', {})).auditLog?.state,
    ]).toEqual(['audit-socket', 'suspended', 'suspended']);
    expect((await lab.run(['bulkheadctl', 'denials'])).stderr).toContain('auditd has stopped writing its log');
    expect(await logFinding()).toMatchObject({ state: 'suspended', severity: 'weak' });
    // A denial that auditd does not write is still reported.
    await until(async () => (await provoke('vsock_socket'), (await countOf('vsock_socket')) !== undefined));
    expect((await lab.run("grep -c 'class=vsock_socket' /var/log/audit/audit.log")).stdout).toBe('0\n');
    await lab.mustRun(['rm', '/var/log/audit/filler']);
    await until(async () => watch.states.at(-1) === 'writing');
    await lab.mustRun('grep -q type=DAEMON_RESUME /var/log/audit/audit.log');
    expect(await source()).toBe('auditd');
    const before = (await countOf('caif_socket')) ?? 0;
    await provoke('caif_socket');
    expect(await until(async () => ((await countOf('caif_socket')) ?? 0) > before)).toBe(true);
    expect((await lab.run("grep -c 'class=caif_socket' /var/log/audit/audit.log")).stdout).not.toBe('0\n');
    expect(await logFinding()).toBe(undefined);
  } finally {
    watch.stop();
    await lab.mustRun(
      'rm -f /var/log/audit/filler; kill -TERM $(cat /run/auditd.pid); while [ -e /run/auditd.pid ]; ' +
        'do sleep 0.1; done; umount /var/log/audit; systemctl start auditd',
    );
  }
});
