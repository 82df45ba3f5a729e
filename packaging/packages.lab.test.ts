// SPDX-License-Identifier: Apache-2.0
/**
 * The packages on a guest that has nothing of ours: installed from a signed repository by one command, rebooted, used by
 * a person without rights, upgraded below a running container, spoiled, removed, purged. The tests go one after another
 * on one guest: one of their own, or a running pristine one that `BULKHEAD_TEST_LAB` names, which then holds what they
 * did. What is not on this way runs with BULKHEAD_WHOLE=1, as every night.
 */

import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Guest } from '../lab/guest.ts';
import { openLabClient } from '../hosts/fixtures/lab-client.ts';
import { attachLabTerminal, openLabTerminal } from '../hosts/fixtures/lab-terminal.ts';
import { isThorough } from '../lab/thorough.ts';
import { ConsoleWindow } from '../e2e/pages/console-window.ts';
import { openInstalledWindow } from './fixtures/installed-window.ts';
import {
  apt,
  lines,
  modulesOf,
  operatorMay,
  openPristineGuest,
  reboot,
  rebootHost,
  startServices,
} from './fixtures/pristine-guest.ts';
import { packagesFor, releaseFolder } from './fixtures/release-packages.ts';
import { createSigningKey } from './fixtures/signing-key.ts';
import { writeRepository } from '../scripts/package/repository/write-repository.ts';
import { otherVersion } from './fixtures/other-version.ts';
import { packageList } from './packages.ts';

const checkout = join(import.meta.dirname, '..');
const debs = packagesFor('deb');
const own = readdirSync(join(checkout, 'policy/selinux')).map((name) => name.replace(/\.cil$/, ''));
const operator = { user: 'operator' };
const minutes = 60_000;
const scratch = mkdtempSync(join(tmpdir(), 'bulkhead-packages-'));

let lab: Guest;
let stop = async (): Promise<void> => undefined;

const ctl = (words: string): Promise<string> => lab.mustRun(`bulkheadctl ${words}`, operator);
const initOf = async (name: string): Promise<string> =>
  (await lab.mustRun(['lxc-info', '-n', name, '-p', '-H'])).trim();
const contextOf = async (name: string): Promise<string> => lab.mustRun(`cat /proc/${await initOf(name)}/attr/current`);
const helperPid = async (): Promise<string> =>
  (await lab.mustRun('systemctl show -P MainPID bulkhead-helper.service')).trim();

/** What of the packages, and of their use, is on the disk. */
const leftOvers = (): Promise<readonly string[]> =>
  lines(
    lab,
    `find /usr /etc /opt /run /var -xdev \\( -path /var/lib/bulkhead/images/debian-13 -o -path ` +
      `'/var/cache/*' -o -path '/var/log/*' \\) -prune ` +
      `-o -iname '*bulkhead*' -print; ls -d /var/lib/bulkhead/*; grep -l ^bulkhead: /etc/group; grep -l ^root: /etc/subuid /etc/subgid`,
  );

beforeAll(async () => {
  const known = packageList({ isDevelopment: true }).length;
  if (debs.length !== known)
    throw new Error(`cannot test packages: release/ has ${debs.length} of ${known}; run "npm run package" first`);
  ({ guest: lab, stop } = await openPristineGuest('packages'));
  const folder = join(scratch, 'repository');
  const signing = createSigningKey();
  try {
    const packages = debs.map((name) => join(releaseFolder, name));
    await writeRepository({ folder, packages, key: signing.fingerprint, address: 'file:///srv/repository' });
  } finally {
    signing.remove();
  }
  await lab.copyIn(join(folder, 'apt'), '/srv/repository/apt');
  await lab.mustRun('ln -s /srv/repository/apt/pool/main /root/packages');
}, 60 * minutes);

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const { stdout } = await lab.run('journalctl --no-pager -n 60 -u bulkhead-listener -u bulkhead-helper');
  process.stderr.write(`${task.name}: the services wrote\n${stdout}\n`);
});

afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await stop();
});

/** Copies another version of the packages into a folder of the guest. */
async function sendVersion(version: string, change?: (folder: string) => void): Promise<void> {
  for (const name of debs.filter((name) => /-(?:helper|containers|selinux)_/.test(name))) {
    const isPolicy = name.startsWith('bulkhead-selinux_');
    const path = otherVersion(join(releaseFolder, name), {
      version,
      output: scratch,
      ...(isPolicy && change && { change }),
    });
    await lab.copyIn(path, `/root/${version}/${name}`);
  }
}

/** A service that takes longer to end than LXC's own unit waits for a container, and leaves a file when it has. */
async function installSlowService(container: string): Promise<void> {
  const end = `ExecStop=/bin/sh -c "sleep 10 && touch /var/lib/slow-has-ended"`;
  const unit = `[Service]\nType=oneshot\nRemainAfterExit=yes\n${end}\n[Install]\nWantedBy=multi-user.target\n`;
  const script = 'printf "%b" "$1" >/etc/systemd/system/slow.service && systemctl enable slow.service';
  await lab.mustRun(['lxc-attach', '-n', container, '--', 'sh', '-c', script, 'sh', unit]);
}

describe('on a pristine guest', { timeout: 60 * minutes }, () => {
  it('has nothing of ours before, and all of it after one command', async () => {
    expect((await lab.run('command -v node lxc-start pkaction bulkheadctl')).code).not.toBe(0);
    expect(await lab.mustRun('getenforce')).toBe('Enforcing\n');
    const at = '/srv/repository/apt';
    await lab.mustRun(`cp ${at}/bulkhead-archive-keyring.asc /etc/apt/keyrings/`);
    await lab.mustRun(`cp ${at}/bulkhead.sources /etc/apt/sources.list.d/`);
    await lab.mustRun('apt-get update');
    await apt(lab, 'install bulkhead-development bulkhead-helper');
    expect(await modulesOf(lab)).toEqual([...own].sort());
    expect((await lab.run('ls /var/lib/bulkhead-selinux/failure')).code).not.toBe(0);
  });

  it('gives root ids, makes the group, and starts the helper in its domain', async () => {
    expect(await lab.mustRun('getent group bulkhead')).toMatch(/^bulkhead:x:\d+:$/m);
    for (const file of ['/etc/subuid', '/etc/subgid'])
      expect(await lab.mustRun(['cat', file])).toMatch(/^root:\d+:1000000000$/m);
    expect(await lab.mustRun(`cat /proc/${await helperPid()}/attr/current`)).toMatch(/:bulkhead_helper_t:/);
    expect(await lab.mustRun('stat -c "%U:%G %a %C" /run/bulkhead/helper.sock')).toMatch(
      /^root:bulkhead 660 .*:bulkhead_runtime_t:/,
    );
  });

  it('labels what was unpacked before the policy was there', async () => {
    for (const path of ['/usr/lib/bulkhead/cli/bulkheadctl.js', '/opt/Bulkhead/bulkhead'])
      expect(await lab.mustRun(['stat', '-c', '%C', path])).toMatch(/:unconfined_execmem_exec_t:/);
    expect(await lab.mustRun('stat -c "%U %a" /opt/Bulkhead/chrome-sandbox')).toBe('root 4755\n');
  });

  it('depends on every library of the window, and brings its pages', async () => {
    expect(await lab.mustRun('ldd /opt/Bulkhead/bulkhead | grep "not found" || true')).toBe('');
    expect(await lab.mustRun('ls /usr/share/man/man1/bulkheadctl-create.1.gz')).not.toBe('');
    expect(
      await lab.mustRun('. /usr/share/bash-completion/completions/bulkheadctl && complete -p bulkheadctl'),
    ).toContain('_bulkheadctl');
  });

  it('keeps people out until an administrator lets them in', async () => {
    const { code, stderr } = await lab.run('bulkheadctl ls', operator);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^bulkheadctl: cannot .*bulkhead/);
  });

  it('does the main job for a person without rights, after a reboot', async () => {
    await lab.mustRun('usermod -aG bulkhead operator && mv /srv/images/debian-13 /var/lib/bulkhead/images/');
    await lab.mustRun('cat > /etc/polkit-1/rules.d/10-test.rules', { input: operatorMay });
    await reboot(lab);
    await ctl('create web --image debian-13 --start');
    expect(await ctl('exec web -- cat /proc/self/attr/current')).toMatch(/:bulkhead_p_\d+_t:s0:c\d+,c\d+/);
    expect(JSON.parse(await ctl('--json ls'))).toMatchObject({ name: 'web', state: 'running' });
  });

  it.runIf(isThorough)('does it in the installed window too', async () => {
    const { page, close } = await openInstalledWindow(lab, operator.user);
    try {
      const window = new ConsoleWindow(page);
      const dialog = await (await window.open('Containers')).newContainer();
      await dialog.create({ name: 'desk', image: 'debian-13' });
      for (const shown of ['running', /^Isolated/, /bulkhead_p_\d+_t/]) await page.getByText(shown).first().waitFor();
    } finally {
      await close();
    }
    await ctl('rm --force --yes desk');
  });

  it.runIf(isThorough)('is upgraded below a running container and an open terminal, which notice nothing', async () => {
    const [init, helper] = [await initOf('web'), await helperPid()];
    const client = await openLabClient(lab);
    const terminal = await openLabTerminal(client, { name: 'web', command: ['cat'] });
    await terminal.type('before');
    await terminal.until('before');
    await sendVersion('9.0.0');
    await apt(lab, 'install /root/9.0.0/*.deb');
    await startServices(lab);
    const { session = '' } = terminal.first;
    const after = await attachLabTerminal(client, { name: 'web', session });
    expect(after.first).toMatchObject({ isAfterRestart: true });
    await after.type('after');
    await after.until('after');
    await after.type('\x04');
    await after.ended;
    await client.close();
    expect(await initOf('web')).toBe(init);
    expect(await helperPid()).not.toBe(helper);
    expect(await lab.mustRun(`cat /proc/${await helperPid()}/attr/current`)).toMatch(/:bulkhead_helper_t:/);
    expect(await modulesOf(lab)).toEqual([...own].sort());
    expect(JSON.parse(await ctl('--json ls'))).toMatchObject({ name: 'web', state: 'running' });
  });

  it.runIf(isThorough)('a policy that does not compile is written down, and breaks nothing', async () => {
    await sendVersion('9.0.1', (folder) =>
      appendFileSync(
        join(folder, 'usr/share/bulkhead/selinux/bulkhead-host.cil'),
        '(allow nobody_knows_t self (file (read)))\n',
      ),
    );
    await apt(lab, 'install /root/9.0.1/*.deb');
    expect(await lab.mustRun('cat /var/lib/bulkhead-selinux/failure')).toMatch(
      /^cannot install the policy modules: .*\n[^]*allow statement at \S+\/bulkhead-host\/cil:\d+/,
    );
    expect(JSON.parse(await ctl('--json ls'))).toMatchObject({ name: 'web', state: 'running' });
    await apt(lab, 'install --allow-downgrades /root/packages/bulkhead-[chs]*.deb');
    expect((await lab.run('ls /var/lib/bulkhead-selinux/failure')).code).not.toBe(0);
  });

  it.runIf(isThorough)('leaves containers and their types when it is purged below them', async () => {
    const init = await initOf('web');
    const said = await apt(lab, 'purge bulkhead-helper bulkhead-selinux bulkhead-development');
    expect(said).toMatch(/the policy modules stay, because these containers have their types: web\./);
    expect(said).toMatch(/\/var\/lib\/bulkhead stays/);
    expect(await modulesOf(lab)).toEqual([...own].sort());
    expect(await initOf('web')).toBe(init);
    expect(await lab.mustRun(`cat /proc/${init}/attr/current`)).toMatch(/:bulkhead_p_\d+_t:/);
    // The exit code says it: what grep writes to a pipe of the host is closed to a container.
    await lab.mustRun('lxc-attach -n web -- grep -q :bulkhead_p_ /proc/self/attr/current');
  });

  it.runIf(isThorough)('knows again what it left', async () => {
    await apt(lab, 'install /root/packages/bulkhead-[chs]*.deb');
    await startServices(lab);
    expect(JSON.parse(await ctl('--json ls'))).toMatchObject({ name: 'web', state: 'running' });
  });

  it('what runs goes on without the helper, and the tools of LXC stop and start it', async () => {
    const context = await contextOf('web');
    await apt(lab, 'remove bulkhead-helper');
    expect(await apt(lab, '--dry-run autoremove')).not.toMatch(/^Remv (?:lxc|dnsmasq-base|nftables|uidmap|bulkhead)/m);
    expect(await contextOf('web')).toBe(context);
    await installSlowService('web');
    await lab.mustRun('lxc-stop -n web && lxc-start -n web && lxc-wait -n web -s RUNNING -t 60');
    expect(await contextOf('web')).toBe(context);
  });

  it('they start it after a reboot of the host, too, for which it was given its time to end', async () => {
    const isReady = async (): Promise<number> => (await lab.run('lxc-attach -n web -- systemctl is-active slow')).code;
    await expect.poll(isReady, { timeout: 120_000, interval: 1000 }).toBe(0);
    await rebootHost(lab);
    await lab.mustRun('lxc-start -n web && lxc-wait -n web -s RUNNING -t 60');
    expect(await contextOf('web')).toMatch(/:bulkhead_p_\d+_t:s0:c\d+,c\d+/);
    // The exit code says it: what grep writes to a pipe of the host is closed to a container.
    await lab.mustRun('lxc-attach -n web -- grep -q :bulkhead_p_ /proc/self/attr/current');
    await lab.mustRun('lxc-attach -n web -- test -e /var/lib/slow-has-ended');
  });

  it('what containers need cannot be removed meanwhile', async () => {
    const { code, stdout } = await lab.run('DEBIAN_FRONTEND=noninteractive apt-get -y purge bulkhead-containers 2>&1');
    expect([code === 0, stdout]).toEqual([
      false,
      expect.stringMatching(/cannot remove bulkhead-containers: .*do not start: web\./),
    ]);
    expect(await lab.mustRun('dpkg --audit')).toBe('');
  });

  it('a helper that comes back knows it', async () => {
    await apt(lab, 'install /root/packages/bulkhead-[chs]*.deb');
    await startServices(lab);
    expect(JSON.parse(await ctl('--json ls'))).toMatchObject({ name: 'web', state: 'running' });
  });

  it('without containers only the list of the guide stays', async () => {
    await ctl('rm --force --yes web');
    await apt(lab, "purge 'bulkhead*'");
    expect(await modulesOf(lab)).toEqual([]);
    expect(await leftOvers()).toEqual([
      '/etc/apt/keyrings/bulkhead-archive-keyring.asc',
      '/etc/apt/sources.list.d/bulkhead.sources',
      '/etc/group',
      '/etc/subgid',
      '/etc/subuid',
      '/var/lib/bulkhead',
      '/var/lib/bulkhead/images',
    ]);
    const withoutLabel = `find / -xdev -path /lost+found -prune -o \\( -context '*:unlabeled_t:*' -o -context '*:bulkhead*' \\) -print`;
    expect(await lab.mustRun(withoutLabel)).toBe('');
  });
});
