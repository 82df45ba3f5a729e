// SPDX-License-Identifier: Apache-2.0
/** What a dialog asks before something is done, in the words of the contract. */

import { type Confirmed, confirmations } from '../../contract/confirmations.ts';
import { textOf } from '../../contract/text.ts';
import { t } from '../lib/language/t.ts';

export interface ConfirmationTexts {
  /** Asks the question. */
  readonly title: string;
  /** What is lost, and the way back. */
  readonly consequence: string;
}

/** Takes containers, or what else it is done to; one is named, and several are counted. */
export function confirmationTexts(change: Confirmed, names: readonly string[], snapshot = ''): ConfirmationTexts {
  const { question, consequence } = confirmations[change];
  const subject = names.length === 1 ? names.join('') : t('{count} containers', { count: names.length });
  return { title: textOf(question({ names: subject, snapshot })), consequence: textOf(consequence) };
}
