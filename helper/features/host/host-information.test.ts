// SPDX-License-Identifier: Apache-2.0
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLog } from '../../../contract/model/denials/audit-log.ts';
import { hostInfoSchema } from '../../../contract/model/host/host.ts';
import { protocolVersion } from '../../../rpc/protocol.ts';
import { createHostInformation, type HostInformation } from './host-information.ts';

const files = {
  'proc/stat':
    'cpu  9 0 9 9 0 0 0 0 0 0\ncpu0 1 0 1 1 0 0 0 0 0 0\ncpu1 1 0 1 1 0 0 0 0 0 0\nintr 1 2\nbtime 1795541000\n',
  'proc/meminfo': 'MemTotal:        2983164 kB\nMemFree:         2600000 kB\n',
  'proc/sys/kernel/hostname': 'ship\n',
  'proc/sys/kernel/osrelease': '6.12.118+deb13-cloud-amd64\n',
  'etc/os-release': 'NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  'etc/selinux/config': '# SELINUXTYPE=none\nSELINUX=enforcing\nSELINUXTYPE=default\n',
  'cgroup/cgroup.controllers': 'cpu memory\n',
  'selinux/enforce': '1',
  'selinux/mls': '1',
  'selinux/context': '',
  'run/auditd.pid': '400\n',
  'run/systemd/journal/socket': '',
  'bin/lxc-start': '#!/bin/sh\necho 6.0.4\n',
  'bin/pkaction': '#!/bin/sh\necho pkaction version 126\n',
  'bin/auditctl': '#!/bin/sh\nprintf "enabled 1\\nbacklog_limit 8192\\nlost 17\\nbacklog 4\\n"\n',
};

const disk = {
  backing: 'project-quota' as const,
  totalBytes: 10,
  freeBytes: 5,
  reserveBytes: 1,
  totalInodes: 100,
  freeInodes: 50,
  reserveInodes: 5,
  isOvercommitted: false,
};
const writing: AuditLog = { state: 'writing', since: 1, freeBytes: 9, neededBytes: 1, attempts: 0, hasGivenUp: false };

describe('the host, described', () => {
  let root: string;
  let information: HostInformation;
  let auditLog: AuditLog | null;

  beforeEach(() => {
    auditLog = writing;
    root = mkdtempSync(join(tmpdir(), 'bulkhead-host-'));
    for (const [path, text] of Object.entries(files)) put(path, text);
    information = createHostInformation({
      version: '1.2.3',
      disk: () => disk,
      recovery: () => ({ state: 'running', containers: ['web'] }),
      limits: { containers: 500, consolesPerUser: 16 },
      auditLog: async () => auditLog,
      roots: {
        proc: join(root, 'proc'),
        etc: join(root, 'etc'),
        cgroup: join(root, 'cgroup'),
        selinux: join(root, 'selinux'),
        run: join(root, 'run'),
        auditLog: join(root, 'audit.log'),
        lxcStart: join(root, 'bin/lxc-start'),
        pkaction: join(root, 'bin/pkaction'),
        auditctl: join(root, 'bin/auditctl'),
      },
    });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    if (path.startsWith('bin/')) chmodSync(join(root, path), 0o755);
  }
  const drop = (path: string): void => unlinkSync(join(root, path));

  it('is answered as the contract wants it', async () => {
    const info = hostInfoSchema().parse(await information.read());
    expect(info).toEqual({
      hostname: 'ship',
      kernel: '6.12.118+deb13-cloud-amd64',
      operatingSystem: 'Debian GNU/Linux 13 (trixie)',
      cpus: 2,
      memoryBytes: 2983164 * 1024,
      bootedAt: 1795541000,
      lxc: '6.0.4',
      cgroup: 'v2',
      polkit: '126',
      selinux: { status: 'enforcing', policy: 'default', mls: true, baseModule: true },
      denialSource: 'auditd',
      auditLog: writing,
      auditLost: 17,
      helper: { version: '1.2.3', protocol: protocolVersion, pid: process.pid },
      recovery: { state: 'running', containers: ['web'] },
      disk,
      limits: { containers: 500, consolesPerUser: 16 },
    });
  });

  it('says what is missing instead of failing', async () => {
    for (const path of [
      'etc/os-release',
      'cgroup/cgroup.controllers',
      'selinux/enforce',
      'bin/lxc-start',
      'bin/pkaction',
    ] as const)
      drop(path);
    const { operatingSystem, lxc, cgroup, polkit, selinux, denialSource } = await information.read();
    expect({ operatingSystem, lxc, cgroup, polkit, selinux, denialSource }).toEqual({
      operatingSystem: 'Linux',
      lxc: null,
      cgroup: 'v1',
      polkit: null,
      selinux: { status: 'disabled', policy: null, mls: false, baseModule: false },
      denialSource: null,
    });
  });

  it('asks for a version again when the program was replaced, and only then', async () => {
    const times = join(root, 'bin/times');
    const program = (version: string): string => `#!/bin/sh\necho x >> ${times}\necho ${version}\n`;
    put('bin/lxc-start', program('6.0.4'));
    utimesSync(join(root, 'bin/lxc-start'), 1, 1);
    const before = [(await information.read()).lxc, (await information.read()).lxc];
    put('bin/lxc-start', program('6.0.5'));
    expect([...before, (await information.read()).lxc]).toEqual(['6.0.4', '6.0.4', '6.0.5']);
    expect(readFileSync(times, 'utf8')).toBe('x\nx\n');
  });

  it('asks again for a version that the program did not tell at first', async () => {
    put('bin/pkaction', '#!/bin/sh\nexit 1\n');
    utimesSync(join(root, 'bin/pkaction'), 1, 1);
    const first = (await information.read()).polkit;
    put('bin/pkaction', files['bin/pkaction']);
    utimesSync(join(root, 'bin/pkaction'), 1, 1);
    expect([first, (await information.read()).polkit]).toEqual([null, '126']);
  });

  it('asks the policy for the context that containers get, with a level only where levels are', async () => {
    const asked = (): string => readFileSync(join(root, 'selinux/context'), 'utf8');
    await information.read();
    const withLevels = asked();
    put('selinux/mls', '0');
    await information.read();
    expect([withLevels, asked()]).toEqual(['system_u:system_r:bulkhead_t:s0', 'system_u:system_r:bulkhead_t']);
  });

  it('finds no base module where the policy does not know the context', async () => {
    drop('selinux/context');
    mkdirSync(join(root, 'selinux/context'));
    put('selinux/enforce', '0');
    expect((await information.read()).selinux).toEqual({
      status: 'permissive',
      policy: 'default',
      mls: true,
      baseModule: false,
    });
  });

  it('names the first log that gets the denials', async () => {
    const source = async (): Promise<unknown> => (await information.read()).denialSource;
    const seen = [await source()];
    drop('run/auditd.pid');
    seen.push(await source());
    drop('run/systemd/journal/socket');
    seen.push(await source());
    put('audit.log', '');
    seen.push(await source());
    expect(seen).toEqual(['auditd', 'journald', 'kernel', 'auditd']);
  });

  it('takes denials from the kernel itself while auditd writes nothing, and says both (review F1)', async () => {
    auditLog = { ...writing, state: 'suspended' };
    expect(hostInfoSchema().parse(await information.read())).toMatchObject({
      denialSource: 'audit-socket',
      auditLog: { state: 'suspended' },
    });
    expect(await information.denialLog()).toEqual({ source: 'audit-socket', isSuspended: true, isLimited: false });
    auditLog = { ...writing, state: 'unknown' };
    expect(await information.denialLog()).toEqual({ source: 'auditd', isSuspended: undefined, isLimited: false });
  });

  it('does not know what the kernel dropped where nobody can be asked', async () => {
    const lost = async (): Promise<unknown> => (await information.read()).auditLost;
    put('bin/auditctl', '#!/bin/sh\necho You must be root >&2\nexit 4\n');
    expect(await lost()).toBe(null);
    drop('bin/auditctl');
    expect(await lost()).toBe(null);
  });
});
