// SPDX-License-Identifier: Apache-2.0
/** What weakens the isolation of a container that is not Bulkhead's, by its configuration alone: a sentence each. */

import { say, type Words } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { valueOf } from '../../../lxc/configuration-file.ts';
import { idMappingsOf } from '../../../lxc/id-ranges.ts';
import { dangerousSettings } from './dangerous-settings.ts';

export function weaknessesOf(name: string, lines: readonly SourcedLine[]): readonly Words[] {
  const settings = dangerousSettings({ name, isManaged: false, lines }).map(({ key, value, reason }) =>
    value === '' ? reason : say('{reason} ({key} = {value})', { reason, key, value: value.slice(0, 200) }),
  );
  return [
    ...((valueOf(lines, 'lxc.selinux.context') ?? '') === ''
      ? [say('No SELinux context is configured: it runs in the domain of whatever starts it.')]
      : []),
    ...(idMappingsOf(lines).length === 0 ? [say('It has no user namespace: root inside is root of the host.')] : []),
    ...settings,
  ];
}
