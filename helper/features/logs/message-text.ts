// SPDX-License-Identifier: Apache-2.0
/** The message of a line, within the length that the contract allows. */

import { type LogLine, maxMessageCharacters } from '../../../contract/model/logs/log-line.ts';

/** `isCut`: whether the text is already only the beginning. A pair of surrogates is not divided. */
export function messageText(text: string, isCut: boolean): Pick<LogLine, 'message' | 'isCut'> {
  if (text.length <= maxMessageCharacters) return { message: text, isCut };
  return { message: text.slice(0, maxMessageCharacters).replace(/[\ud800-\udbff]$/, ''), isCut: true };
}
