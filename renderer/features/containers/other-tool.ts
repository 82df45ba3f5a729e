// SPDX-License-Identifier: Apache-2.0
/** Words about containers that another tool than Bulkhead starts and changes. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';

/** What Bulkhead does to a container of Incus that it created. */
const doneByIncus = new Set([
  'start',
  'stop',
  'restart',
  'freeze',
  'remove',
  'configure',
  'terminal',
  'logs',
  'snapshot',
  'export',
  'move',
]);

/** Why Bulkhead does not do this to it; undefined for its own. */
export function whyOfOtherTool(
  { engine, isManaged }: Pick<Container, 'engine' | 'isManaged'>,
  action = 'any',
): string | undefined {
  if (engine === 'incus')
    return isManaged && doneByIncus.has(action) ? undefined : t('It is an instance of Incus. Use incus on its host.');
  return isManaged ? undefined : t('Bulkhead did not create this container. Adopt it, or use lxc-* on the host.');
}

/** The engine and the member that a container of Incus is on; undefined for one of LXC. */
export function engineWords({ engine, member }: Pick<Container, 'engine' | 'member'>): string | undefined {
  if (engine === 'lxc') return undefined;
  return member === null ? t('Incus') : t('Incus on {member}', { member });
}
