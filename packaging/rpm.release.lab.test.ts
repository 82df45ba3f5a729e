// SPDX-License-Identifier: Apache-2.0
/**
 * The RPM packages, by dnf, on a guest that has nothing of ours: installed from a signed repository, started, upgraded,
 * removed. The programs are Debian's, under Fedora's policy where this machine has it: what the packages require has been
 * installed by apt, and an empty RPM package stands for it. The tests go one after another on one guest: one of their
 * own, or a running pristine one that `BULKHEAD_TEST_LAB` names.
 */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Guest } from '../lab/guest.ts';
import { findPolicy } from '../lab/policies/policy-folder.ts';
import { foreignPolicyRecipe } from '../lab/recipe/foreign-policy.ts';
import { pristineRecipe } from '../lab/recipe/pristine.ts';
import type { LabRecipe } from '../lab/recipe/recipe.ts';
import { otherRpmVersion } from './fixtures/other-rpm-version.ts';
import { dnf, lines, modulesOf, openPristineGuest, startServices } from './fixtures/pristine-guest.ts';
import { packagesFor, releaseFolder } from './fixtures/release-packages.ts';
import { createSigningKey } from './fixtures/signing-key.ts';
import { writeRepository } from '../scripts/package/repository/write-repository.ts';
import { provisionsFor, stubRpm } from './fixtures/stub-rpm.ts';
import { packageList } from './packages.ts';

const checkout = join(import.meta.dirname, '..');
const rpms = packagesFor('rpm');
const own = readdirSync(join(checkout, 'policy/selinux')).map((name) => name.replace(/\.cil$/, ''));
const minutes = 60_000;
const units = 'bulkhead-helper.socket bulkhead-helper.service bulkhead-metrics.socket';
/** What Debian calls what the packages require. */
const ofDebian = packageList({ isDevelopment: true })
  .filter(({ id }) => id !== 'window' && id !== 'cockpit')
  .flatMap(({ debian }) => debian.depends.map((one) => one.replace(/ .*/, '')))
  .filter((name) => !name.startsWith('bulkhead'));

let scratch = '';
let lab: Guest;
let stop = async (): Promise<void> => undefined;

const statesOf = async (): Promise<string> => (await lab.run(`systemctl is-enabled ${units}`)).stdout;
const activity = async (unit: string): Promise<string> => (await lab.run(`systemctl is-active ${unit}`)).stdout.trim();
const helperPid = async (): Promise<string> =>
  (await lab.mustRun('systemctl show -P MainPID bulkhead-helper.service')).trim();
const helperDomain = async (): Promise<string> => lab.mustRun(`cat /proc/${await helperPid()}/attr/current`);
/** What has our name, but records of the helper and what people own. */
const leftOvers = (): Promise<readonly string[]> =>
  lines(
    lab,
    `find /usr /etc /opt /run /var/lib -xdev -path '/var/lib/bulkhead/*' -prune -o -iname '*bulkhead*' -print`,
  );
const usersOf = (): Promise<readonly string[]> => lines(lab, `getent passwd | grep -o '^bulkhead[^:]*' || true`);

/** Sends the packages into a folder of the guest that is named after what they are for. */
async function send(folder: string, paths: readonly string[]): Promise<void> {
  await lab.mustRun(['mkdir', '-p', `/root/${folder}`]);
  for (const path of paths) await lab.copyIn(path, `/root/${folder}/${basename(path)}`);
}

/** Stands for the policy of the distribution, whose upgrade starts our trigger. */
function policyStub(version: string): string {
  return stubRpm({ name: 'selinux-policy-targeted', version, provides: ['selinux-policy-base'], output: scratch });
}

/** What presets of a distribution, or of a site, say first. */
async function preset(name: string, text: string): Promise<void> {
  await lab.mustRun(`mkdir -p /etc/systemd/system-preset && cat > /etc/systemd/system-preset/${name}.preset`, {
    input: `${text}\n`,
  });
}

/**
 * Installs what the packages require. Debian's dpkg runs scripts of packages in a type that no other distribution has, and
 * runs none where the type is missing and SELinux enforces; what it wrote gets its labels afterwards.
 */
async function installOfDebian(): Promise<void> {
  const words = ['dnf', 'rpm', ...ofDebian].join(' ');
  await lab.mustRun(`setenforce 0
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${words}
code=$?
restorecon -RF /usr /etc /var
setenforce 1
exit $code`);
}

async function recipeOfGuest(): Promise<LabRecipe> {
  if ((await findPolicy('fedora')) !== undefined) return foreignPolicyRecipe('fedora', pristineRecipe);
  process.stderr.write('RPM packages are not tested on the policy of Fedora, which this machine does not have\n');
  return pristineRecipe;
}

it.skipIf(rpms.length > 0)('says that RPM packages are not tested', () => {
  process.stderr.write('RPM packages are not tested: release/ has none, as where they are made without rpmbuild\n');
});

describe.runIf(rpms.length > 0)('on a pristine guest with dnf', { timeout: 60 * minutes }, () => {
  beforeAll(async () => {
    const known = packageList({ isDevelopment: true }).length;
    if (rpms.length !== known)
      throw new Error(`cannot test RPM packages: release/ has ${rpms.length} of ${known}; run "npm run package" first`);
    scratch = mkdtempSync(join(tmpdir(), 'bulkhead-rpms-'));
    ({ guest: lab, stop } = await openPristineGuest('rpms', await recipeOfGuest()));
    const paths = rpms.map((name) => join(releaseFolder, name));
    const provides = provisionsFor(paths).filter((one) => one !== 'selinux-policy-base');
    const stub = stubRpm({ name: 'packages-of-debian', version: '1', provides, output: scratch });
    const folder = join(scratch, 'repository');
    const signing = createSigningKey();
    try {
      await writeRepository({ folder, packages: paths, key: signing.fingerprint, address: 'file:///srv/repository' });
    } finally {
      signing.remove();
    }
    await lab.copyIn(join(folder, 'rpm'), '/srv/repository/rpm');
    await send('stubs', [stub, policyStub('1')]);
    await lab.mustRun('apt-get update');
    await installOfDebian();
    // Fedora and RHEL have this preset. Without any preset all would be enabled.
    await preset('99-default-disable', 'disable *');
  }, 60 * minutes);

  afterAll(async () => {
    if (scratch !== '') rmSync(scratch, { recursive: true });
    await stop();
  });

  it('one command installs them, and what is installed is as it was packed', async () => {
    await lab.mustRun('mkdir -p /etc/yum.repos.d && cp /srv/repository/rpm/bulkhead.repo /etc/yum.repos.d/');
    await dnf(lab, '--enablerepo=bulkhead install bulkhead-helper bulkhead-development /root/stubs/*.rpm');
    expect(await modulesOf(lab)).toEqual([...own].sort());
    expect((await lab.run('ls /var/lib/bulkhead-selinux/failure')).code).not.toBe(0);
    expect(await lab.mustRun('rpm -V bulkhead-helper bulkhead-selinux bulkhead-development')).toBe('');
  });

  it('group, users and ids are there, and labels at the end of the transaction', async () => {
    expect(await usersOf()).toEqual(['bulkhead-listener', 'bulkhead-metrics', 'bulkhead-notify']);
    expect(await lab.mustRun('getent group bulkhead')).toMatch(/^bulkhead:x:\d+:$/m);
    for (const file of ['/etc/subuid', '/etc/subgid'])
      expect(await lab.mustRun(['cat', file])).toMatch(/^root:\d+:1000000000$/m);
    expect(await lab.mustRun(['stat', '-c', '%C', '/usr/lib/bulkhead/bulkhead-helper'])).toMatch(
      /:bulkhead_helper_exec_t:/,
    );
    const wrong = 'rpm -ql bulkhead-helper bulkhead-containers bulkhead-development | restorecon -n -v -f -';
    expect(await lab.mustRun(wrong)).toBe('');
  });

  it('presets decide what is enabled, and nothing is started', async () => {
    expect(await statesOf()).toBe('disabled\ndisabled\ndisabled\n');
    expect(await activity('bulkhead-helper.socket')).toBe('inactive');
  });

  it('the command of the guide starts the helper in its domain', async () => {
    await lab.mustRun('systemctl enable --now bulkhead-helper.socket bulkhead-helper.service');
    await startServices(lab);
    expect(await helperDomain()).toMatch(/:bulkhead_helper_t:/);
  });

  it('an upgrade restarts the helper, and changes nothing of what is enabled', async () => {
    const before = await helperPid();
    const changed = await Promise.all(
      rpms
        .filter((name) => !name.startsWith('bulkhead-development'))
        .map((name) => otherRpmVersion(join(releaseFolder, name), { version: '9.0.0', output: scratch })),
    );
    await send('9.0.0', changed);
    await dnf(lab, 'upgrade /root/9.0.0/*.rpm');
    await startServices(lab);
    expect(await helperPid()).not.toBe(before);
    expect(await helperDomain()).toMatch(/:bulkhead_helper_t:/);
    expect(await statesOf()).toBe('enabled\nenabled\ndisabled\n');
    expect(await modulesOf(lab)).toEqual([...own].sort());
  });

  it('after an upgrade of the policy of the distribution they are tried again', async () => {
    await lab.mustRun('mkdir -p /var/lib/bulkhead-selinux && echo before > /var/lib/bulkhead-selinux/failure');
    await send('policy', [policyStub('2')]);
    await dnf(lab, 'upgrade /root/policy/*.rpm');
    expect((await lab.run('ls /var/lib/bulkhead-selinux/failure')).code).not.toBe(0);
    expect(await modulesOf(lab)).toEqual([...own].sort());
  });

  it('nothing of ours stays but records, and users whose numbers nobody else gets', async () => {
    await dnf(lab, `remove 'bulkhead*'`);
    expect(await leftOvers()).toEqual(['/etc/yum.repos.d/bulkhead.repo', '/var/lib/bulkhead']);
    expect(await modulesOf(lab)).toEqual([]);
    expect(await usersOf()).toEqual(['bulkhead-listener', 'bulkhead-metrics', 'bulkhead-notify']);
    expect(await activity('bulkhead-helper.service')).toBe('inactive');
  });

  it('a preset of the site enables the helper, and not the metrics', async () => {
    await preset('00-site', 'enable bulkhead-helper.*');
    await dnf(lab, 'install /root/9.0.0/*.rpm');
    expect(await statesOf()).toBe('enabled\nenabled\ndisabled\n');
    expect(await activity('bulkhead-helper.socket')).toBe('inactive');
    await dnf(lab, `remove '*bulkhead*'`);
    expect(await leftOvers()).toEqual(['/etc/yum.repos.d/bulkhead.repo', '/var/lib/bulkhead']);
  });
});
