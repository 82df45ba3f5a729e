// SPDX-License-Identifier: Apache-2.0
/**
 * Remembers for a moment that polkit said yes to a question which changes nothing, so that one who asks the same again
 * and again does not keep polkit from answering others. A right that is taken away holds for that moment longer; a no
 * is never remembered.
 */

import { type ActionName, actionNames } from '../../contract/actions.ts';
import type { Operation } from '../../contract/operation.ts';
import { operations } from '../../contract/operations/index.ts';
import type { AuthorisationRequest } from '../server/caller.ts';
import type { Identity } from '../server/identity.ts';

export interface RecentAnswers {
  /** True when polkit said yes to this, for this connection, less than the moment ago. */
  isAllowed(request: AuthorisationRequest): boolean;
  /** Notes that polkit said yes now. */
  allow(request: AuthorisationRequest): void;
}

/** Answers kept for one connection: more questions than a client has at a time are asked anew. */
const mostKept = 64;

export function createRecentAnswers(keptMs: number, now: () => number): RecentAnswers {
  /** An identity belongs to one connection, and is gone with it. */
  const answers = new WeakMap<Identity, Map<string, number>>();

  return {
    isAllowed(request) {
      const until = answers.get(request.identity)?.get(keyOf(request));
      return until !== undefined && now() < until;
    },
    allow(request) {
      if (!viewing.has(request.action)) return;
      const kept = answers.get(request.identity) ?? new Map<string, number>();
      answers.set(request.identity, kept);
      if (kept.size >= mostKept) kept.clear();
      kept.set(keyOf(request), now() + keptMs);
    },
  };
}

/** A rule of polkit may look at the container. */
function keyOf({ action, container }: AuthorisationRequest): string {
  return `${action} ${container ?? ''}`;
}

/** The actions that only operations ask for which change nothing. */
const viewing: ReadonlySet<ActionName> = new Set(
  actionNames.filter((action) => askersOf(action).length > 0 && askersOf(action).every(({ changes }) => !changes)),
);

function askersOf(action: ActionName): readonly Operation[] {
  const all: readonly Operation[] = Object.values(operations);
  return all.filter(
    (operation) =>
      operation.action === action || operation.alsoNeeds?.some((further) => further.action === action) === true,
  );
}
