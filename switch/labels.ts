// SPDX-License-Identifier: Apache-2.0
/** Removes the labels of the whole disk: possible only without SELinux, which lets nobody remove one. */

import { fail } from '../contract/errors.ts';
import { say } from '../contract/text.ts';
import { readLabelling } from './labelled-files.ts';
import { stageOf } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { readJournal } from './switch-journal.ts';

const hours = 3_600_000;

export async function removeLabels(host: SwitchHost): Promise<void> {
  if (stageOf(host, readJournal(host)) !== 'off')
    fail('switch-denied', {
      reasons: [
        say(
          'Labels can be removed only while the kernel runs without SELinux, and is to do so: go back and reboot first.',
        ),
      ],
    });
  if (!host.exists('/usr/bin/setfattr'))
    fail('switch-denied', { reasons: [say('setfattr is missing: run {command}.', { command: 'apt install attr' })] });
  for (const { path } of readLabelling(host).fileSystems)
    // find(1) ends with a failure for each file that has no label: what it says is of no interest then.
    await host.run(
      'find',
      [path, '-xdev', '-exec', 'setfattr', '-h', '-x', 'security.selinux', '--', '{}', '+'],
      24 * hours,
    );
}
