// SPDX-License-Identifier: Apache-2.0
/**
 * The switch on a guest that runs services as a server does: watched, tried, left alone until the trial ends by itself,
 * confirmed, and undone. The lab boots a kernel of its own without GRUB and with SELinux, so what GRUB's files would do
 * is done by unit tests; here the files are written, and the mode is real. The tests go one after another.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Guest } from '../lab/guest.ts';
import { apt, openPristineGuest, reboot } from './fixtures/pristine-guest.ts';

const release = join(import.meta.dirname, '../release');
const services = ['nginx', 'postgresql', 'cron', 'postfix', 'chrony'];
const minutes = 60_000;

let lab: Guest;
let stop = async (): Promise<void> => undefined;

interface Status {
  readonly stage: string;
  readonly trialEndsAt: number | null;
}

const status = async (): Promise<Status> =>
  JSON.parse(await lab.mustRun('bulkheadctl selinux status --json')) as Status;
const mode = async (): Promise<string> => (await lab.mustRun('getenforce')).trim();
/** Those that do not run. */
const failed = async (): Promise<string> =>
  (await lab.run(`systemctl is-active ${services.join(' ')} | sort -u`)).stdout.trim();

beforeAll(async () => {
  ({ guest: lab, stop } = await openPristineGuest('switch'));
  await lab.mustRun('mkdir -p /root/packages');
  for (const name of readdirSync(release).filter((one) => /^bulkhead-(?:helper|containers|selinux)_.*\.deb$/.test(one)))
    await lab.copyIn(join(release, name), `/root/packages/${name}`);
  await apt(lab, 'update');
  await apt(lab, `install ${services.join(' ')} selinux-basics auditd /root/packages/*.deb`);
  await lab.mustRun("sed -i 's/^SELINUX=.*/SELINUX=permissive/' /etc/selinux/config && setenforce 0");
}, 60 * minutes);

afterAll(() => stop());

it('watches a permissive host, and names services whose denials are open', { timeout: 20 * minutes }, async () => {
  await reboot(lab);
  expect(await status()).toMatchObject({ stage: 'watching', trialEndsAt: null });
  const watch = JSON.parse((await lab.run('bulkheadctl selinux watch --json')).stdout) as { readonly since: number };
  expect(watch.since).toBeGreaterThan(1_600_000_000);
  // What is open on this policy is for the report of this test.
  process.stderr.write(`${(await lab.run('bulkheadctl selinux watch')).stdout}\n`);
});

it('ends a trial by itself, without anybody', { timeout: 10 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --minutes 1 --despite --yes');
  expect(await mode()).toBe('Enforcing');
  await lab.mustRun('systemctl stop bulkhead-helper.service bulkhead-listener.service');
  await expect.poll(mode, { timeout: 5 * minutes, interval: 2000 }).toBe('Permissive');
  expect(await status()).toMatchObject({ stage: 'watching' });
  expect((await lab.mustRun("systemctl list-units --all 'bulkhead-switch-*' --no-legend")).trim()).toBe('');
});

it('ends a trial at once when it is asked to', { timeout: 10 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --despite --yes');
  expect(await status()).toMatchObject({ stage: 'trial' });
  await lab.mustRun('bulkheadctl selinux back --trial');
  expect(await mode()).toBe('Permissive');
});

it('comes up permissive from a reboot during the trial', { timeout: 20 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --minutes 60 --despite --yes');
  await reboot(lab);
  expect([await mode(), (await status()).stage]).toEqual(['Permissive', 'watching']);
});

it('keeps enforcing over a reboot once it is confirmed, and the services run', { timeout: 30 * minutes }, async () => {
  await lab.mustRun('bulkheadctl selinux enforce --minutes 60 --despite --yes');
  await lab.mustRun('bulkheadctl selinux confirm');
  expect(await lab.mustRun('grep ^SELINUX= /etc/selinux/config')).toBe('SELINUX=enforcing\n');
  expect((await lab.mustRun("systemctl list-timers --all 'bulkhead-switch-*' --no-legend")).trim()).toBe('');
  await reboot(lab);
  expect([await mode(), (await status()).stage]).toEqual(['Enforcing', 'enforcing']);
  expect(await failed()).toBe('active');
});

it('ends and keeps a trial by the helper too, whose domain may change no mode', { timeout: 20 * minutes }, async () => {
  const asked = (words: string): Promise<string> => lab.mustRun(`runuser -u operator -- bulkheadctl selinux ${words}`);
  await lab.mustRun(
    `printf '%s' 'polkit.addRule(function (action, subject) { if (action.id.indexOf("org.bulkhead.") === 0 && subject.user === "operator") return polkit.Result.YES; return polkit.Result.NOT_HANDLED; });' > /etc/polkit-1/rules.d/40-switch.rules && usermod -aG bulkhead operator`,
  );
  await lab.mustRun("sed -i 's/^SELINUX=.*/SELINUX=permissive/' /etc/selinux/config && setenforce 0");
  await asked('enforce --despite --yes');
  await asked('back --trial');
  expect(await mode()).toBe('Permissive');
  await asked('enforce --despite --yes');
  await asked('confirm');
  expect(await lab.mustRun('grep ^SELINUX= /etc/selinux/config')).toBe('SELINUX=enforcing\n');
  const { stderr } = await lab.run('runuser -u operator -- bulkheadctl selinux back --yes');
  expect(stderr).toMatch(/as root on the host/);
});
