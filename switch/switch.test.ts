// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf, type Words } from '../contract/text.ts';
import { createStockHost, type StockHost } from './fixtures/stock-host.ts';
import type { ExplainGroup } from './host-remedy.ts';
import { places, units } from './places.ts';
import { createSwitch, oneAtATime, type Switch } from './switch.ts';

let stock: StockHost;
let steps: Switch;
const noExplanation: ExplainGroup = async () => undefined;

beforeEach(() => {
  stock = createStockHost();
  steps = createSwitch(stock.host, noExplanation);
});

const stage = (): string => steps.status().stage;
const texts = (words: readonly Words[]): readonly string[] => words.map(textOf);
const trial = { seconds: 300, despite: false };

/** A host on which everything but the trial has gone well. */
async function watchHost(): Promise<void> {
  await steps.prepare();
  stock.reboot();
  expect(stage()).toBe('watching');
}

/** Writes a denial as the kernel does, at a time after the labelling. */
function deny(source: string, target: string, rest = 'name="index.html" tclass=file'): void {
  const [object, kind] = rest.split(' tclass=');
  const line =
    `type=AVC msg=audit(${stock.now}.100:7): avc:  denied  { read } for  pid=7 comm="nginx" ${object} ` +
    `scontext=system_u:system_r:${source}:s0 tcontext=system_u:object_r:${target}:s0 tclass=${kind} permissive=1\n`;
  stock.put('/var/log/audit/audit.log', line);
}

describe('the whole way', () => {
  it('goes from AppArmor to enforcing after each boot, and back to the files of before', async () => {
    const config = stock.get(places.config);
    expect(stage()).toBe('off');
    await steps.prepare();
    expect(stage()).toBe('prepared');
    expect(stock.get(places.bootOptions)).toContain('GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX security=selinux"');
    expect(stock.get(places.relabel)).toBe('-F\n');
    stock.reboot();
    expect(stage()).toBe('watching');
    await steps.enforce(trial);
    expect(steps.status()).toMatchObject({ stage: 'trial', trialEndsAt: stock.now + 300 });
    await steps.confirm();
    expect(stage()).toBe('enforcing');
    expect([...stock.armed]).toEqual([]);
    stock.reboot();
    expect(steps.status()).toMatchObject({ stage: 'enforcing', next: { command: null } });
    await steps.back();
    expect(stage()).toBe('returning');
    expect([stock.get(places.config), stock.get(places.bootOptions), stock.get(places.relabel)]).toEqual([
      config,
      undefined,
      undefined,
    ]);
    stock.reboot();
    expect(stage()).toBe('off');
  });

  it('may be prepared again, and nothing is done twice', async () => {
    await steps.prepare();
    const before = stock.get(places.journal);
    await steps.prepare();
    expect(stock.get(places.journal)).toBe(before);
    stock.reboot();
    await steps.prepare();
    expect(stock.ran.filter((line) => line === 'update-grub')).toHaveLength(2);
  });
});

describe('the plan', () => {
  it('reads a stock host and changes nothing', () => {
    const plan = steps.plan();
    expect(plan.obstacles).toEqual([]);
    expect(plan.profiles).toEqual([
      { name: 'docker-default', mode: 'enforce' },
      { name: '/usr/sbin/chronyd', mode: 'enforce' },
      { name: 'lsb_release', mode: 'complain' },
    ]);
    expect(plan.services).toEqual(['nginx']);
    expect(plan.labelling.fileSystems.map(({ path }) => path)).toEqual(['/', '/var']);
    expect(texts(plan.consequences).join('\n')).toMatch(/^Docker:.*\n\/srv\/a b \(nfs4\)/);
    expect(stock.get(places.journal)).toBeUndefined();
    expect(stock.ran).toEqual([]);
  });

  it('names packages that are not installed', () => {
    stock.put('/var/lib/dpkg/status', 'Package: auditd\nStatus: deinstall ok config-files\n');
    expect(steps.plan().missingPackages).toEqual(['selinux-basics', 'selinux-policy-default', 'auditd']);
  });
});

describe('what is in the way of preparing', () => {
  it.each([
    [
      'another module first in lsm=',
      '/etc/default/grub',
      'GRUB_CMDLINE_LINUX="lsm=landlock,apparmor,selinux"\n',
      'lsm=',
    ],
    [
      'another module by security=',
      '/etc/default/grub.d/50-cloud.cfg',
      'GRUB_CMDLINE_LINUX_DEFAULT="security=apparmor"\n',
      '50-cloud.cfg',
    ],
    ['SELinux switched off', '/etc/default/grub', 'GRUB_CMDLINE_LINUX="selinux=0"\n', 'selinux=0'],
    ['enforcing at once', '/etc/default/grub', 'GRUB_CMDLINE_LINUX="enforcing=1"\n', 'enforcing=1'],
    ['a kernel without SELinux', '/boot/config-6.12.57+deb13-amd64', 'CONFIG_SECURITY=y\n', 'built without SELinux'],
    ['another distribution', '/etc/os-release', 'ID=arch\n', 'neither Debian nor Ubuntu'],
    ['a drop-in of that name by somebody else', places.bootOptions, 'GRUB_TIMEOUT=1\n', 'move your lines'],
  ])('%s', async (_, path, text, said) => {
    stock.put(path, text);
    await expect(steps.prepare()).rejects.toMatchObject({
      code: 'switch-denied',
      message: expect.stringContaining(said) as string,
    });
    expect(stock.get(places.journal)).toBeUndefined();
    expect(stock.get(places.relabel)).toBeUndefined();
  });

  it('is not an option that only the running kernel has', async () => {
    stock.put('/proc/cmdline', 'ro security=apparmor\n');
    await steps.prepare();
    expect(stage()).toBe('prepared');
  });

  it('a disk that is too full, with how much is needed', () => {
    const full = createSwitch(
      { ...stock.host, space: () => ({ freeBytes: 1024 * 1024, usedFiles: 1 }) },
      noExplanation,
    );
    expect(texts(full.plan().obstacles)).toEqual(['/var has 1 MB free, and the policy needs 150 MB: make room.']);
  });

  it('another boot loader, unless its line has the option', () => {
    stock.remove('/usr/sbin/update-grub');
    stock.put('/etc/kernel/cmdline', 'root=UUID=1 ro\n');
    expect(texts(steps.plan().obstacles)[0]).toContain('/etc/kernel/cmdline');
    stock.put('/etc/kernel/cmdline', 'root=UUID=1 ro security=selinux\n');
    expect(steps.plan().obstacles).toEqual([]);
  });
});

describe('power that is lost', () => {
  it('before GRUB is updated leaves a host that boots as before, and the step goes on', async () => {
    stock.failAt = 'update-grub';
    await expect(steps.prepare()).rejects.toMatchObject({ code: 'switch-failed' });
    stock.reboot();
    expect(steps.status()).toMatchObject({ stage: 'off' });
    expect(texts(steps.status().remarks)[0]).toContain('The step prepare did not end');
    stock.failAt = 'nothing';
    await steps.prepare();
    expect(steps.status()).toMatchObject({ stage: 'prepared', remarks: [] });
  });

  it('before GRUB is updated can be undone', async () => {
    const config = stock.get(places.config);
    stock.failAt = 'update-grub';
    await expect(steps.prepare()).rejects.toThrow('no space left on device');
    stock.failAt = 'nothing';
    await steps.back();
    expect([stage(), stock.get(places.config), stock.get(places.bootOptions)]).toEqual(['off', config, undefined]);
  });

  it('while files are labelled begins that again', async () => {
    await steps.prepare();
    stock.reboot();
    stock.put(places.relabel, '-F\n');
    expect(steps.status()).toMatchObject({ stage: 'labelling', next: { command: 'systemctl reboot' } });
    stock.remove(places.relabel);
    stock.put('/proc/1/attr/current', 'system_u:system_r:kernel_t:s0\0');
    expect(steps.status()).toMatchObject({ stage: 'labelling', next: { command: 'bulkheadctl selinux prepare' } });
  });

  it('during the trial comes up permissive', async () => {
    await watchHost();
    await steps.enforce(trial);
    stock.reboot();
    expect(stage()).toBe('watching');
  });
});

describe('files that were edited by hand', () => {
  it('are said, and not written over', async () => {
    await steps.prepare();
    stock.put(places.config, 'SELINUX=enforcing\n');
    expect(texts(steps.status().remarks)[0]).toContain('it says enforcing now');
    await expect(steps.prepare()).rejects.toMatchObject({ code: 'switch-denied' });
    await steps.back();
    expect(stock.get(places.config)).toBe('SELINUX=enforcing\n');
  });

  it('keep other lines when the mode is restored', async () => {
    await steps.prepare();
    stock.put(places.config, `${stock.get(places.config) ?? ''}# a note\n`);
    await steps.back();
    expect(stock.get(places.config)).toMatch(/SELINUX=disabled\n[^]*# a note\n$/);
  });

  it('keep the way back closed where the kernel would keep SELinux', async () => {
    await steps.prepare();
    stock.put('/etc/default/grub', 'GRUB_CMDLINE_LINUX="security=selinux"\n');
    await expect(steps.back()).rejects.toMatchObject({
      message: expect.stringContaining('/etc/default/grub') as string,
    });
    stock.put('/etc/default/grub', '');
    stock.put(places.bootOptions, 'GRUB_CMDLINE_LINUX="security=selinux mine=1"\n');
    await expect(steps.back()).rejects.toMatchObject({ message: expect.stringContaining('edited by hand') as string });
  });
});

describe('a trial', () => {
  it('has its end prepared before SELinux enforces', async () => {
    await watchHost();
    stock.ran.length = 0;
    await steps.enforce(trial);
    const order = stock.ran.filter((line) => /systemd-run|is-active|setenforce 1$/.test(line));
    expect(order.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `systemd-run --unit=${units.trial}`,
      `systemd-run --unit=${units.stop}`,
      `systemd-run --unit=${units.keep}`,
      ...Array.from({ length: 3 }, () => 'systemctl is-active'),
      '/usr/sbin/setenforce 1',
    ]);
    expect(order[0]).toContain('--on-active=300');
    expect(order[0]).toMatch(/ \/usr\/sbin\/setenforce 0$/);
  });

  it.each(['trial.timer', 'keep.path', 'stop.path'])('does not begin where systemd has no %s', async (unit) => {
    await watchHost();
    stock.failAt = `systemctl is-active --quiet bulkhead-switch-${unit}`;
    await expect(steps.enforce(trial)).rejects.toMatchObject({ code: 'switch-failed' });
    expect([stage(), [...stock.armed]]).toEqual(['watching', []]);
  });

  it('ends by its time, and then cannot be confirmed', async () => {
    await watchHost();
    await steps.enforce(trial);
    stock.fireTimer();
    expect(stage()).toBe('watching');
    await expect(steps.confirm()).rejects.toMatchObject({ code: 'switch-denied' });
    expect(stock.get(places.config)).toContain('SELINUX=permissive');
  });

  it('is one, and is kept by systemd alone, where the configuration has had enforcing before', async () => {
    await watchHost();
    stock.put(places.config, (stock.get(places.config) ?? '').replace('SELINUX=permissive', 'SELINUX=enforcing'));
    await steps.enforce(trial);
    expect(stage()).toBe('trial');
    await steps.confirm();
    expect([stage(), [...stock.armed]]).toEqual(['enforcing', []]);
  });

  it('is ended by a person at once, and leaves no unit', async () => {
    await watchHost();
    await steps.enforce(trial);
    await steps.endTrial();
    expect([stage(), [...stock.armed], stock.get(places.stop)]).toEqual(['watching', [], undefined]);
  });

  it('is denied where nobody could end it, and on a host that is not watched', async () => {
    await expect(steps.enforce(trial)).rejects.toMatchObject({ code: 'switch-denied' });
    await watchHost();
    stock.put('/sys/fs/selinux/booleans/secure_mode_policyload', '1 1');
    await expect(steps.enforce(trial)).rejects.toMatchObject({
      message: expect.stringContaining('secure_mode_policyload') as string,
    });
  });

  it('does not begin while a service would be denied something, unless it is wanted despite that', async () => {
    await watchHost();
    deny('nginx_t', 'var_t');
    await expect(steps.enforce(trial)).rejects.toMatchObject({
      message: expect.stringContaining('nginx_t would be denied') as string,
    });
    await steps.enforce({ ...trial, despite: true });
    expect(stage()).toBe('trial');
  });

  it('begins once when two ask at the same time', async () => {
    await watchHost();
    const guarded = oneAtATime(steps);
    const first = guarded.enforce(trial);
    await expect(guarded.enforce(trial)).rejects.toMatchObject({ code: 'switch-denied' });
    await first;
  });
});

describe('the watch', () => {
  it('collects nothing before the host has labels', async () => {
    expect(await steps.watch()).toMatchObject({ since: null, services: [] });
  });

  it('says what the host has been through', async () => {
    await watchHost();
    const upgraded = new Date((stock.now + 5) * 1000);
    const local = new Date(upgraded.getTime() - upgraded.getTimezoneOffset() * 60_000).toISOString();
    stock.put(
      '/var/log/dpkg.log',
      `2001-01-01 00:00:00 upgrade old:all 1 2\n${local.slice(0, 10)} ${local.slice(11, 19)} upgrade libc6:amd64 1 2\n`,
    );
    stock.now += 90_000;
    expect(await steps.watch()).toMatchObject({
      seen: { boots: 0, upgrades: 1, cronRuns: 1 },
      unseen: [{ message: expect.stringContaining('No boot') as string }],
    });
    stock.reboot();
    stock.now += 90_000;
    const { seen, unseen } = await steps.watch();
    expect([seen.boots, unseen]).toEqual([1, []]);
  });

  it('groups what would be denied by service, and leaves out noise, containers and what was before', async () => {
    await watchHost();
    stock.put('/proc/77/attr/current', 'system_u:system_r:nginx_t:s0\0');
    stock.put('/proc/77/cgroup', '0::/system.slice/nginx.service\n');
    deny('nginx_t', 'var_t');
    const line = stock.get('/var/log/audit/audit.log') ?? '';
    const old = line.replace(`audit(${stock.now}`, 'audit(1000').replace('var_t', 'old_t');
    const noise = line.replace('nginx_t', 'getty_t').replace('var_t', 'tmpfs_t').replace('tclass=file', 'tclass=dir');
    const other = line.replace('nginx_t', 'bulkhead_t');
    stock.put('/var/log/audit/audit.log', `${old}${noise.replace(':7)', ':8)')}${other.replace(':7)', ':9)')}`);
    stock.put('/var/log/audit/audit.log.1', line);
    const watch = await steps.watch();
    expect(watch.services.map(({ domain, units: of }) => [domain, of])).toEqual([['nginx_t', ['nginx.service']]]);
    expect(texts(watch.services[0]?.denials.map(({ what }) => what) ?? [])).toEqual([
      'nginx asks for read on file index.html of type var_t.',
    ]);
    expect([watch.noise.length, watch.others]).toEqual([1, 1]);
  });

  it('names the narrowest remedy: a change of the host first, then a rule for this alone', async () => {
    await watchHost();
    deny('nginx_t', 'var_t');
    const remedyWhen = async (explanation: Awaited<ReturnType<ExplainGroup>>): Promise<unknown> =>
      (await createSwitch(stock.host, async () => explanation).watch()).services[0]?.denials[0]?.remedy.command;
    expect(await remedyWhen({ reason: { kind: 'no-rule' }, remedies: [] })).toBe(
      "echo '(allow nginx_t var_t (file (read)))' > local_nginx_t_var_t_file.cil && semodule -i local_nginx_t_var_t_file.cil",
    );
    expect(await remedyWhen({ reason: { kind: 'allowed-now' }, remedies: [] })).toBeUndefined();
  });

  it('allows by one module what several denials of the same types and class ask for', async () => {
    await watchHost();
    deny('nginx_t', 'var_t');
    const line = stock.get('/var/log/audit/audit.log') ?? '';
    stock.put('/var/log/audit/audit.log', `${line}${line.replace(':7)', ':8)').replace('{ read }', '{ open }')}`);
    const explain: ExplainGroup = async () => ({ reason: { kind: 'no-rule' }, remedies: [] });
    const [service] = (await createSwitch(stock.host, explain).watch()).services;
    expect(new Set(service?.denials.map(({ remedy }) => remedy.command))).toEqual(
      new Set([
        "echo '(allow nginx_t var_t (file (open read)))' > local_nginx_t_var_t_file.cil && semodule -i local_nginx_t_var_t_file.cil",
      ]),
    );
    expect(service?.denials).toHaveLength(2);
  });
});

it('removes labels only while the host runs without SELinux', async () => {
  stock.put('/usr/bin/setfattr', '');
  await steps.removeLabels();
  expect(stock.ran).toEqual(
    ['/', '/var'].map((path) => `find ${path} -xdev -exec setfattr -h -x security.selinux -- {} +`),
  );
  await watchHost();
  await expect(steps.removeLabels()).rejects.toMatchObject({ code: 'switch-denied' });
});
