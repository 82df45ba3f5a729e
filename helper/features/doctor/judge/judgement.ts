// SPDX-License-Identifier: Apache-2.0
/** A check in the making: its id and title, then the sentence of what was found. */

import type { CheckFix, HostCheck } from '../../../../contract/model/host/host-check.ts';

export interface Judgement {
  ok(message: string): HostCheck;
  warn(message: string, fix: CheckFix): HostCheck;
  fail(message: string, fix: CheckFix): HostCheck;
}

export function judgementOf(id: string, title: string): Judgement {
  return {
    ok: (message) => ({ id, title, state: 'ok', message, fix: null }),
    warn: (message, fix) => ({ id, title, state: 'warn', message, fix }),
    fail: (message, fix) => ({ id, title, state: 'fail', message, fix }),
  };
}

export function advice(summary: string): CheckFix {
  return { by: 'advice', summary };
}

export function commands(summary: string, ...lines: readonly string[]): CheckFix {
  return { by: 'commands', summary, commands: [...lines] };
}
