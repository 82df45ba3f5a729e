// SPDX-License-Identifier: Apache-2.0
/** Reads the front of an access vector message: `avc:  denied  { read write }`. */

import { remember } from './remember.ts';

export interface AccessDecision {
  readonly decision: 'denied' | 'granted';
  /** Shared by all events that ask for the same; frozen. */
  readonly permissions: string[];
  /** Length of the front that was read. */
  readonly length: number;
}

/** Undefined when `body` has no decision at `start`. */
export function readAccessDecision(body: string, start: number): AccessDecision | undefined {
  const brace = body.indexOf('}', start);
  const front = brace === -1 ? body.slice(start, start + 64) : body.slice(start, brace + 1);
  return decide(front) ?? undefined;
}

const decide = remember((front: string): AccessDecision | null => {
  const match = /^avc: *(denied|granted) *(?:\{([^{}]*)\}|null(?= ))/.exec(front);
  if (match === null) return null;
  const permissions = (match[2] ?? '').split(' ').filter((permission) => permission !== '');
  Object.freeze(permissions);
  return { decision: match[1] === 'granted' ? 'granted' : 'denied', permissions, length: match[0].length };
});
