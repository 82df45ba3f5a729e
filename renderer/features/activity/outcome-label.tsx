// SPDX-License-Identifier: Apache-2.0
/** How an entry of the activity log ended. */

import type { Activity } from '../../../contract/model/activity.ts';
import { hadEndedBefore, outcomeLabelOf } from './activity-labels.ts';

interface OutcomeLabelProps {
  readonly entry: Pick<Activity, 'operation' | 'outcome' | 'request'>;
}

const tones: Readonly<Record<Activity['outcome'], string>> = {
  running: 'info',
  done: 'good',
  ended: '',
  failed: 'red',
  denied: 'amber',
  cancelled: '',
  interrupted: 'amber',
};

export function OutcomeLabel({ entry }: OutcomeLabelProps) {
  const tone = hadEndedBefore(entry) ? '' : tones[entry.outcome];
  return <span className={`badge ${tone}`}>{outcomeLabelOf(entry)}</span>;
}
