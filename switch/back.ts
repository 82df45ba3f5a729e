// SPDX-License-Identifier: Apache-2.0
/** Undoes the switch: the next boot is as it was before, mostly with AppArmor. */

import { fail } from '../contract/errors.ts';
import { say, type Phrase } from '../contract/text.ts';
import { bootLoaderOf, findOtherChoice, grubOptions, isChosenAtBoot } from './boot-line.ts';
import { modeOf, withMode } from './config-file.ts';
import { kernelOption, places } from './places.ts';
import { runOrFail, updateGrub } from './prepare.ts';
import { stageOf } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { journalStep, readJournal, type SwitchJournal, writeJournal } from './switch-journal.ts';
import { endTrial } from './trial.ts';

/** May be run again after it was cut off. */
export async function goBack(host: SwitchHost): Promise<void> {
  const reasons = [...findNoWayBack(host)];
  if (reasons.length > 0) fail('switch-denied', { reasons });
  if (stageOf(host, readJournal(host)) === 'trial') await endTrial(host);
  await journalStep(host, 'back', async () => {
    if (host.read('/sys/fs/selinux/enforce')?.trim() === '1')
      await runOrFail(host, { program: '/usr/sbin/setenforce', args: ['0'], what: say('set SELinux to permissive') });
    if (bootLoaderOf(host) === 'grub') await removeFromGrub(host);
    restoreMode(host, readJournal(host));
    host.remove(places.relabel);
    writeJournal(host, { changes: {}, trial: null, watch: null, isReturned: true });
  });
}

async function removeFromGrub(host: SwitchHost): Promise<void> {
  if (host.exists(places.bootOptions)) host.remove(places.bootOptions);
  else if (!isChosenAtBoot(host)) return;
  await updateGrub(host);
  if (!isChosenAtBoot(host)) return;
  fail('switch-failed', {
    what: say('take SELinux out of the next boot'),
    reason: say('{path} still has it after update-grub', { path: places.grubConfig }),
  });
}

/** The whole file, where nobody else wrote to it; else the mode alone, and that only where it is the switch's. */
function restoreMode(host: SwitchHost, { changes }: SwitchJournal): void {
  const change = changes[places.config];
  const current = host.read(places.config);
  if (change === undefined || current === undefined || change.before === null) return;
  if (change.written.includes(current)) {
    host.write(places.config, change.before, 0o644);
    return;
  }
  const before = modeOf(change.before);
  if (before !== undefined && change.written.map(modeOf).includes(modeOf(current)))
    host.write(places.config, withMode(current, before), 0o644);
}

function findNoWayBack(host: SwitchHost): readonly Phrase[] {
  const loader = bootLoaderOf(host);
  const options = host.read(places.bootOptions);
  const edited =
    options === undefined || options === grubOptions
      ? []
      : [
          say('{path} was edited by hand: remove it yourself, and run this again.', {
            path: places.bootOptions,
          }),
        ];
  const other = findOtherChoice(host);
  if (other === undefined || (loader !== 'grub' && !isChosenAtBoot(host))) return edited;
  return [
    ...edited,
    say('{path} has {option}, which the switch did not write: remove it there, and run this again.', {
      path: other,
      option: kernelOption,
    }),
  ];
}
