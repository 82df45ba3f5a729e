// SPDX-License-Identifier: Apache-2.0
/** How a problem is reported: on stderr and by the exit code. */

import { escapeText } from '../../report/escape-text.ts';
import { jsonText } from '../output/json-text.ts';

/** `differs`: a dry run found changes. `unknown`: a proof was not possible. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notAuthorised: 3,
  unreachable: 4,
  differs: 5,
  unknown: 6,
} as const;

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly data: unknown;
  readonly exitCode: number;
}

/** Writes the line for stderr. */
export function problemLine({ code, message, data }: Problem, isJson: boolean): string {
  return isJson ? `${jsonText({ error: { code, message, data } })}\n` : `bulkheadctl: ${escapeText(message)}\n`;
}
