// SPDX-License-Identifier: Apache-2.0
/** What the window calls the states of processes, and says of one that is not in the context of its container. */

import type { ProcessState } from '../../../contract/model/containers/process.ts';
import { t } from '../../lib/language/t.ts';

export const stateLabels: Readonly<Record<ProcessState, string>> = {
  running: t('running'),
  sleeping: t('sleeping'),
  uninterruptible: t('waiting, not interruptible'),
  stopped: t('stopped'),
  traced: t('traced'),
  idle: t('idle'),
  zombie: t('zombie'),
  dead: t('dead'),
  unknown: t('unknown'),
};

export const strayHint = t(
  "Its context is not that of the container's init: somebody of the host put it there. The audit of isolation has more.",
);
