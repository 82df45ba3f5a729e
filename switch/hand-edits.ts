// SPDX-License-Identifier: Apache-2.0
/** Files that somebody else changed since the switch wrote them: said, and never written over. */

import { say, type Phrase } from '../contract/text.ts';
import { grubOptions } from './boot-line.ts';
import { modeOf } from './config-file.ts';
import { places } from './places.ts';
import type { SwitchHost } from './switch-host.ts';
import type { SwitchJournal } from './switch-journal.ts';

export function describeHandEdits(host: SwitchHost, journal: SwitchJournal): readonly Phrase[] {
  return [...describeMode(host, journal), ...describeBootOptions(host)];
}

/**
 * Describes a mode that was changed by hand. The switch owns only the mode of the configuration; other lines may
 * change.
 */
function describeMode(host: SwitchHost, { changes }: SwitchJournal): readonly Phrase[] {
  const change = changes[places.config];
  if (change === undefined) return [];
  const mode = modeOf(host.read(places.config));
  const known = [...change.written, change.before ?? ''].map(modeOf);
  if (known.includes(mode)) return [];
  return [
    say('{path} was edited by hand: it says {mode} now. Set SELINUX=permissive there to go on.', {
      path: places.config,
      mode: mode ?? say('nothing of a mode'),
    }),
  ];
}

function describeBootOptions(host: SwitchHost): readonly Phrase[] {
  const text = host.read(places.bootOptions);
  if (text === undefined || text === grubOptions) return [];
  return [
    say('{path} is not as the switch writes it: move your lines to a file of your own there, and remove this one.', {
      path: places.bootOptions,
    }),
  ];
}
