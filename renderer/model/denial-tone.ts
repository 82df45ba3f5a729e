/** Whether a refusal is the wall doing its work or something that could be mended: the policy's answer where it was asked, else what the records tell. */

import type { DenialGroup } from '../../contract/model/denial.ts';
import type { ExplainedReason } from '../../contract/model/explanation.ts';
import { reasonWords } from './reason-words.ts';

/** `wall`: working as intended; `policy`: no rule allows it, or something is set wrongly; `unknown`: it cannot be told yet. */
export type DenialTone = 'wall' | 'policy' | 'unknown';

export interface GroupReason {
  readonly tone: DenialTone;
  /** One line. */
  readonly text: string;
  /** True when the loaded policy said so, and not the records alone. */
  readonly isFromPolicy: boolean;
}

export function groupReason(group: Pick<DenialGroup, 'reason'>, explained: ExplainedReason | undefined): GroupReason {
  if (explained !== undefined) {
    const { tone, title } = reasonWords(explained);
    return { tone, text: title, isFromPolicy: true };
  }
  switch (group.reason) {
    case 'other-categories':
      return { tone: 'wall', text: 'This is the wall doing its work', isFromPolicy: false };
    case 'no-rule':
      return { tone: 'policy', text: 'No rule allows it', isFromPolicy: false };
    case 'unknown':
      return { tone: 'unknown', text: 'The records do not say why', isFromPolicy: false };
  }
}
