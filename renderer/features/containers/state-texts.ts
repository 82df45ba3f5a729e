// SPDX-License-Identifier: Apache-2.0
/** The states of a container in words. */

import type { Container, ContainerState } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';
import { formatCount } from '../../lib/units.ts';

export const stateTexts: Readonly<Record<ContainerState, string>> = {
  stopped: t('stopped'),
  starting: t('starting'),
  running: t('running'),
  stopping: t('stopping'),
  aborting: t('aborting'),
  freezing: t('freezing'),
  frozen: t('frozen'),
  unfrozen: t('unfrozen'),
};

/** How far the labelling of its files has come; undefined while they are not being labelled. */
export function labellingText({ labelling }: Pick<Container, 'labelling'>): string | undefined {
  if (labelling === undefined) return undefined;
  const files = formatCount(labelling.files);
  return labelling.total === null
    ? t('labelling files: {files}', { files })
    : t('labelling files: {files} of {total}', { files, total: formatCount(labelling.total) });
}
