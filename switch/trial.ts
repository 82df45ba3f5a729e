// SPDX-License-Identifier: Apache-2.0
/**
 * Enforcing for a time. systemd has three units of its own for it, which are there before SELinux enforces: none of them
 * needs Bulkhead, or a session, to bring the host back. Two of them wait for a file, so that the helper, whose domain may
 * change neither the mode nor its configuration, can end the trial by writing to its own folder.
 */

import { fail } from '../contract/errors.ts';
import { say, type Phrase } from '../contract/text.ts';
import { modeOf } from './config-file.ts';
import { places, units } from './places.ts';
import { runOrFail } from './prepare.ts';
import { bootOf, stageOf } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { changeFile, journalStep, readJournal, writeJournal } from './switch-journal.ts';

const setenforce = '/usr/sbin/setenforce';
/** How often it is looked whether systemd has done what the file asks for: half a minute in all. */
const maxPauses = 300;

const ofTrial = [`${units.trial}.timer`, `${units.keep}.path`, `${units.stop}.path`];
/** Whichever ends the trial leaves nothing behind that could change the mode later. */
const endUnits = `ExecStartPost=-/usr/bin/systemctl stop ${ofTrial.join(' ')}`;

/** `reasons` is what enforcing would deny: with any, it is denied. */
export async function beginTrial(host: SwitchHost, seconds: number, reasons: readonly Phrase[]): Promise<void> {
  const obstacles = [...findNoTrial(host), ...reasons];
  if (obstacles.length > 0) fail('switch-denied', { reasons: obstacles });
  await journalStep(host, 'enforce', async () => {
    await clearTrial(host);
    writeJournal(host, { trial: { boot: bootOf(host), endsAt: host.now() + seconds } });
    try {
      for (const args of trialUnits(seconds))
        await runOrFail(host, { program: 'systemd-run', args, what: say('have systemd end the trial by itself') });
      // Each unit is asked about by itself: of several, systemctl is content with one that is active.
      for (const unit of ofTrial)
        await runOrFail(host, {
          program: 'systemctl',
          args: ['is-active', '--quiet', unit],
          what: say('have systemd end the trial by itself'),
        });
      await runOrFail(host, { program: setenforce, args: ['1'], what: say('let SELinux enforce') });
    } catch (error) {
      await clearTrial(host);
      throw error;
    }
  });
}

/** systemd makes it permanent: it changes the configuration first, and then ends what would end the trial. */
export async function confirmTrial(host: SwitchHost): Promise<void> {
  requireTrial(host);
  await journalStep(host, 'confirm', async () => {
    host.write(places.keep, '', 0o600);
    try {
      await untilDone(host, () => isKept(host), units.keep);
    } finally {
      host.remove(places.keep);
    }
    changeFile(host, { path: places.config, text: host.read(places.config) ?? '', mode: 0o644 });
    writeJournal(host, { trial: null });
  });
}

export async function endTrial(host: SwitchHost): Promise<void> {
  requireTrial(host);
  host.write(places.stop, '', 0o600);
  try {
    await untilDone(host, async () => !isEnforcing(host), units.stop);
  } finally {
    host.remove(places.stop);
  }
  writeJournal(host, { trial: null, step: null });
}

/** Gives the units in the order in which they are made: what ends the trial is there before the trial begins. */
function trialUnits(seconds: number): readonly (readonly string[])[] {
  return [
    [
      ...unitOf(units.trial, 'End the trial of SELinux enforcing'),
      `--on-active=${seconds}`,
      '--timer-property=AccuracySec=1s',
      ...[setenforce, '0'],
    ],
    [...unitOf(units.stop, 'End the trial of SELinux enforcing'), pathOf(places.stop), setenforce, '0'],
    [
      ...unitOf(units.keep, 'Keep SELinux enforcing'),
      pathOf(places.keep),
      // The time may have run out meanwhile.
      `--property=ExecStartPost=${setenforce} 1`,
      ...['/usr/sbin/selinux-config-enforcing', 'enforcing'],
    ],
  ];
}

function unitOf(name: string, description: string): readonly string[] {
  return [`--unit=${name}`, `--description=${description}`, '--property=Type=oneshot', `--property=${endUnits}`];
}

function pathOf(file: string): string {
  return `--path-property=PathExists=${file}`;
}

/** Stops what an earlier trial left, and the files that would end this one at once. */
async function clearTrial(host: SwitchHost): Promise<void> {
  host.remove(places.keep);
  host.remove(places.stop);
  await host.run('systemctl', ['stop', ...ofTrial]);
  await host.run('systemctl', ['reset-failed', ...ofTrial, ...Object.values(units).map((name) => `${name}.service`)]);
  writeJournal(host, { trial: null });
}

function findNoTrial(host: SwitchHost): readonly Phrase[] {
  const stage = stageOf(host, readJournal(host));
  if (stage === 'trial') return [say('Enforcing is tried already: confirm it, or end it.')];
  if (stage !== 'watching')
    return [
      say(
        'Enforcing can be tried on a permissive host with labels only; bulkheadctl selinux status says what comes next.',
      ),
    ];
  if (host.read('/sys/fs/selinux/booleans/secure_mode_policyload')?.startsWith('1') === true)
    return [
      say(
        'The boolean secure_mode_policyload is on, with which nobody could set the host to permissive again: set it off first.',
      ),
    ];
  return [];
}

function requireTrial(host: SwitchHost): void {
  if (stageOf(host, readJournal(host)) === 'trial') return;
  fail('switch-denied', { reasons: [say('Enforcing is not tried now; it may have ended by itself.')] });
}

function isEnforcing(host: SwitchHost): boolean {
  return host.read('/sys/fs/selinux/enforce')?.trim() === '1';
}

/**
 * Says whether enforcing stays. That the configuration says so is not enough: it may have said so before, and the
 * trial's timer must be gone.
 */
async function isKept(host: SwitchHost): Promise<boolean> {
  if (modeOf(host.read(places.config)) !== 'enforcing' || !isEnforcing(host)) return false;
  return (await host.run('systemctl', ['is-active', '--quiet', `${units.trial}.timer`])).code !== 0;
}

async function untilDone(host: SwitchHost, isDone: () => Promise<boolean>, unit: string): Promise<void> {
  for (let pauses = 0; pauses < maxPauses; pauses += 1) {
    if (await isDone()) return;
    await host.pause();
  }
  fail('switch-failed', {
    what: say('end the trial'),
    reason: say('systemd did not do it; see {command}', { command: `journalctl -u ${unit}` }),
  });
}
