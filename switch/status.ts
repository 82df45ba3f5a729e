// SPDX-License-Identifier: Apache-2.0
/** Says where a host stands in the switch, from its own files and from the journal. */

import { type GivenSwitchStatus, switchCommands, type SwitchStage } from '../contract/model/host/switch.ts';
import { say, type Phrase } from '../contract/text.ts';
import { isChosenAtBoot } from './boot-line.ts';
import { modeOf } from './config-file.ts';
import { describeHandEdits } from './hand-edits.ts';
import { places } from './places.ts';
import type { SwitchHost } from './switch-host.ts';
import { readJournal, type SwitchJournal } from './switch-journal.ts';

export function readStatus(host: SwitchHost): GivenSwitchStatus {
  const journal = readJournal(host);
  const stage = stageOf(host, journal);
  const configured = modeOf(host.read(places.config)) ?? null;
  return {
    stage,
    modules: modulesOf(host),
    configured,
    trialEndsAt: stage === 'trial' ? (journal.trial?.endsAt ?? null) : null,
    next: nextOf(host, stage, configured),
    remarks: [...describeCutOff(journal), ...describeHandEdits(host, journal)],
  };
}

export function stageOf(host: SwitchHost, journal: SwitchJournal): SwitchStage {
  const enforcing = host.read('/sys/fs/selinux/enforce')?.trim();
  if (enforcing === undefined) return isChosenAtBoot(host) && !journal.isReturned ? 'prepared' : 'off';
  if (enforcing === '1') return isTrial(host, journal) ? 'trial' : 'enforcing';
  if (journal.isReturned) return 'returning';
  return host.exists(places.relabel) || isInitUnlabelled(host) ? 'labelling' : 'watching';
}

/**
 * A trial is of one boot. What the configuration says is no sign of its end: somebody may have set a host to permissive
 * that is to enforce after each boot.
 */
function isTrial(host: SwitchHost, { trial }: SwitchJournal): boolean {
  return trial?.boot === bootOf(host) && host.now() < trial.endsAt;
}

export function bootOf(host: SwitchHost): string {
  return host.read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

/** Where /sbin/init has no label of its own, the first process keeps the kernel's domain. */
function isInitUnlabelled(host: SwitchHost): boolean {
  return host.read('/proc/1/attr/current')?.split(':')[2] === 'kernel_t';
}

function modulesOf(host: SwitchHost): string[] {
  const text = host.read('/sys/kernel/security/lsm')?.trim() ?? '';
  return text === '' ? [] : text.split(',');
}

/** The next step, as a person types it. */
function nextOf(host: SwitchHost, stage: SwitchStage, configured: string | null): GivenSwitchStatus['next'] {
  switch (stage) {
    case 'off':
      return {
        summary: say('Read what the switch to SELinux does on this host; then prepare it.'),
        command: switchCommands.plan,
      };
    case 'prepared':
      return {
        summary: say('Reboot: all files are labelled, and the host boots once more by itself.'),
        command: switchCommands.reboot,
      };
    case 'labelling':
      return host.exists(places.relabel)
        ? {
            summary: say('Reboot: files have no labels yet, and labelling begins again.'),
            command: switchCommands.reboot,
          }
        : {
            summary: say('Have the files labelled at the next boot: they have no labels, and nothing will label them.'),
            command: switchCommands.prepare,
          };
    case 'watching':
      return {
        summary: say('Look at what enforcing would deny to services of this host; then try it.'),
        command: switchCommands.watch,
      };
    case 'trial':
      return {
        summary: say('See whether everything works; then keep enforcing, or it ends by itself.'),
        command: switchCommands.confirm,
      };
    case 'enforcing':
      return configured === 'enforcing'
        ? { summary: say('Nothing is left to do: SELinux enforces now, and after the next boot.'), command: null }
        : {
            summary: say('Enforce after the next boot too: {path} says {mode}.', {
              path: places.config,
              mode: configured ?? say('nothing'),
            }),
            command: 'selinux-config-enforcing',
          };
    case 'returning':
      return { summary: say('Reboot: the next boot is without SELinux.'), command: switchCommands.reboot };
  }
}

function describeCutOff({ step }: SwitchJournal): readonly Phrase[] {
  if (step === null) return [];
  return [
    say('The step {step} did not end: run it again, or undo all with {command}.', {
      step,
      command: switchCommands.back,
    }),
  ];
}
