// SPDX-License-Identifier: Apache-2.0
/** The states of a container in words. */

import type { Container, ContainerState } from '../../../../contract/model/containers/container.ts';
import { t } from '../../../lib/language/t.ts';
import { formatCount } from '../../../lib/units.ts';

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

/** How far the labelling of its files has come, in the width of a column and as a sentence; undefined while there is none. */
export function labellingTexts({
  labelling,
}: Pick<Container, 'labelling'>): { readonly short: string; readonly long: string } | undefined {
  if (labelling === undefined) return undefined;
  const { total } = labelling;
  const files = formatCount(labelling.files);
  // Files may have been added since they were counted.
  if (total === null || total < labelling.files || total === 0)
    return { short: t('labelling'), long: t('labelling files: {files}', { files }) };
  return {
    short: t('labels {percent} %', { percent: Math.floor((labelling.files / total) * 100) }),
    long: t('labelling files: {files} of {total}', { files, total: formatCount(total) }),
  };
}
