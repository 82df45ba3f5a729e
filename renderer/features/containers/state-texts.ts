// SPDX-License-Identifier: Apache-2.0
/** The states of a container in words. */

import type { ContainerState } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';

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
