/** How an entry of the activity log ended. */

import type { Activity } from '../../contract/model/activity.ts';
import { outcomeWords } from '../model/operation-words.ts';

interface OutcomeLabelProps {
  readonly outcome: Activity['outcome'];
}

const tones: Readonly<Record<Activity['outcome'], string>> = { running: 'info', done: 'good', failed: 'red', refused: 'amber', cancelled: '', interrupted: 'amber' };

export function OutcomeLabel({ outcome }: OutcomeLabelProps) {
  return <span className={`badge ${tones[outcome]}`}>{outcomeWords[outcome]}</span>;
}
