// SPDX-License-Identifier: Apache-2.0
/**
 * The switch on a host as the installer leaves it, with AppArmor, and with services that run: planned, prepared, labelled
 * at the next boot, watched, tried, left alone until the trial ends by itself, confirmed, and undone. Its own GRUB boots
 * it each time. The tests go one after another.
 */

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Lab } from '../lab/guest.ts';
import type { SwitchPlan, SwitchStatus, SwitchWatch } from '../contract/model/host/switch.ts';
import { apt, operatorMay, rebootHost, startServices } from './fixtures/pristine-guest.ts';
import { brokenServices, openStockGuest } from './fixtures/stock-guest.ts';

const minutes = 60_000;

let lab: Lab;
let stop = async (): Promise<void> => undefined;

const read = async <T>(words: string): Promise<T> =>
  JSON.parse((await lab.run(`bulkheadctl selinux ${words} --json`)).stdout) as T;
const status = (): Promise<SwitchStatus> => read('status');
const stage = async (): Promise<string> => {
  const { stdout } = await lab.run('bulkheadctl selinux status --json');
  return stdout === '' ? 'unreachable' : (JSON.parse(stdout) as SwitchStatus).stage;
};
const mode = async (): Promise<string> => (await lab.mustRun('getenforce')).trim();
const modules = async (): Promise<string> => (await lab.mustRun('cat /sys/kernel/security/lsm')).trim();
/** What decides the next boot. */
const bootFiles = (): Promise<string> =>
  lab.mustRun('cat /etc/default/grub /etc/default/grub.d/* /boot/grub/grub.cfg; ls -a / /etc/selinux 2>&1');

beforeAll(async () => {
  lab = await openStockGuest();
  stop = () => lab.stop();
}, 60 * minutes);

afterAll(() => stop());

it('begins as the installer leaves it', { timeout: 20 * minutes }, async () => {
  expect(await modules()).toMatch(/apparmor/);
  expect((await lab.run('ls -d /etc/selinux/config /sys/fs/selinux')).stdout).toBe('');
  expect(await brokenServices(lab)).toEqual({});
  await apt(lab, 'install --no-install-recommends /root/packages/*.deb');
});

it('says what it would do and what is lost, and changes nothing', { timeout: 10 * minutes }, async () => {
  const before = await bootFiles();
  expect(await status()).toMatchObject({ stage: 'off', trialEndsAt: null });
  const plan = await read<SwitchPlan>('plan');
  expect(plan.obstacles).toEqual([]);
  expect(plan.missingPackages).toEqual(['selinux-basics', 'auditd']);
  expect(plan.labelling.files).toBeGreaterThan(10_000);
  expect(plan.profiles.length).toBeGreaterThan(0);
  expect(await bootFiles()).toBe(before);
});

it('prepares a boot that labels all files, and boots again permissive', { timeout: 60 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux prepare --yes');
  expect(await status()).toMatchObject({ stage: 'prepared' });
  expect(await lab.mustRun('cat /boot/grub/grub.cfg')).toMatch(/^\s+linux\s.* security=selinux/m);
  await lab.run('systemctl --no-block reboot');
  await expect.poll(stage, { timeout: 40 * minutes, interval: 5000 }).toBe('watching');
  expect(await mode()).toBe('Permissive');
  expect(await lab.mustRun('stat -c %C /usr/sbin/nginx /etc/shadow')).toMatch(/:httpd_exec_t:.*\n.*:shadow_t:/);
  expect(await brokenServices(lab)).toEqual({});
});

it('has the modules of Bulkhead, whose helper runs in its domain', { timeout: 30 * minutes }, async () => {
  expect((await lab.run('ls /var/lib/bulkhead-selinux/failure')).code).not.toBe(0);
  await startServices(lab);
  const pid = (await lab.mustRun('systemctl show -P MainPID bulkhead-helper.service')).trim();
  expect(await lab.mustRun(`cat /proc/${pid}/attr/current`)).toMatch(/:bulkhead_helper_t:/);
});

it('watches services, and names those whose denials are open', { timeout: 20 * minutes }, async () => {
  await rebootHost(lab);
  expect(await status()).toMatchObject({ stage: 'watching', trialEndsAt: null });
  expect((await read<SwitchWatch>('watch')).since).toBeGreaterThan(1_600_000_000);
  // What is open on this policy is for the report of this test.
  process.stderr.write(`${(await lab.run('bulkheadctl selinux watch')).stdout}\n`);
});

it('ends a trial by itself, without anybody', { timeout: 10 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --minutes 1 --despite --yes');
  expect(await mode()).toBe('Enforcing');
  await lab.mustRun('systemctl stop bulkhead-helper.service bulkhead-listener.service');
  await expect.poll(mode, { timeout: 5 * minutes, interval: 2000 }).toBe('Permissive');
  expect(await stage()).toBe('watching');
  expect((await lab.mustRun("systemctl list-units --all 'bulkhead-switch-*' --no-legend")).trim()).toBe('');
});

it('ends a trial at once when it is asked to', { timeout: 10 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --despite --yes');
  expect(await stage()).toBe('trial');
  await lab.mustRun('bulkheadctl selinux back --trial');
  expect(await mode()).toBe('Permissive');
});

it('comes up permissive from a reboot during the trial', { timeout: 20 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --minutes 60 --despite --yes');
  await rebootHost(lab);
  expect([await mode(), await stage()]).toEqual(['Permissive', 'watching']);
});

it('ends and keeps a trial by the helper too, whose domain may change no mode', { timeout: 20 * minutes }, async () => {
  const asked = (words: string): Promise<string> => lab.mustRun(`runuser -u operator -- bulkheadctl selinux ${words}`);
  await lab.mustRun('cat > /etc/polkit-1/rules.d/40-switch.rules', { input: operatorMay });
  await lab.mustRun('usermod -aG bulkhead operator');
  await startServices(lab);
  await asked('enforce --despite --yes');
  await asked('back --trial');
  expect(await mode()).toBe('Permissive');
  await asked('enforce --despite --yes');
  await asked('confirm');
  expect(await lab.mustRun('grep ^SELINUX= /etc/selinux/config')).toBe('SELINUX=enforcing\n');
  const { stderr } = await lab.run('runuser -u operator -- bulkheadctl selinux back --yes');
  expect(stderr).toMatch(/as root on the host/);
});

it('keeps enforcing over a reboot once it is confirmed, and the services run', { timeout: 30 * minutes }, async () => {
  expect((await lab.mustRun("systemctl list-timers --all 'bulkhead-switch-*' --no-legend")).trim()).toBe('');
  await rebootHost(lab);
  expect([await mode(), await stage()]).toEqual(['Enforcing', 'enforcing']);
  expect(await brokenServices(lab)).toEqual({});
});

it('goes back to AppArmor', { timeout: 30 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux back --yes');
  expect(await lab.mustRun('cat /boot/grub/grub.cfg')).not.toMatch(/security=selinux/);
  await rebootHost(lab);
  expect(await modules()).toMatch(/apparmor/);
  expect(await stage()).toBe('off');
  expect(await brokenServices(lab)).toEqual({});
});
