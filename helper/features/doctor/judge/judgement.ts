// SPDX-License-Identifier: Apache-2.0
/** Makes a check: its id and title, then the sentence of what was found. */

import type { GivenCheckFix, GivenHostCheck } from '../../../../contract/model/host/host-check.ts';
import type { Words } from '../../../../contract/text.ts';

export interface Judgement {
  ok(message: Words): GivenHostCheck;
  warn(message: Words, fix: GivenCheckFix): GivenHostCheck;
  fail(message: Words, fix: GivenCheckFix): GivenHostCheck;
}

export function judgementOf(id: string, title: Words): Judgement {
  return {
    ok: (message) => ({ id, title, state: 'ok', message, fix: null }),
    warn: (message, fix) => ({ id, title, state: 'warn', message, fix }),
    fail: (message, fix) => ({ id, title, state: 'fail', message, fix }),
  };
}

export function advice(summary: Words): GivenCheckFix {
  return { by: 'advice', summary };
}

export function commands(summary: Words, ...lines: readonly string[]): GivenCheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}
