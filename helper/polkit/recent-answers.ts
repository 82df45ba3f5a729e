// SPDX-License-Identifier: Apache-2.0
/**
 * Remembers briefly that polkit authorised a question which changes nothing, so that a caller who repeats it cannot
 * delay polkit's answers to others. A removed right remains valid for that time; a negative answer is never remembered.
 */

import { type ActionName, actionNames } from '../../contract/actions.ts';
import type { Operation } from '../../contract/operation.ts';
import { operations } from '../../contract/operations/index.ts';
import type { AuthorisationRequest } from './authority.ts';
import type { Peer } from '../server/identity.ts';

export interface RecentAnswers {
  /** True when polkit authorised this, for this connection, within that time. */
  isAllowed(request: AuthorisationRequest): boolean;
  /** Remembers that polkit authorised it now. */
  allow(request: AuthorisationRequest): void;
}

/** Answers kept for one connection: if a client has more questions at a time, they are asked again. */
const maxKept = 64;

/** The actions that are used only by operations that change nothing. */
const viewing: ReadonlySet<ActionName> = new Set(
  actionNames.filter(
    (action) => operationsOf(action).length > 0 && operationsOf(action).every(({ changes }) => !changes),
  ),
);

export function createRecentAnswers(keptMs: number, now: () => number): RecentAnswers {
  /** A peer belongs to one connection, and is dropped with it. */
  const answers = new WeakMap<Peer, Map<string, number>>();

  return {
    isAllowed(request) {
      const until = answers.get(request.peer)?.get(keyOf(request));
      return until !== undefined && now() < until;
    },
    allow(request) {
      if (!viewing.has(request.action)) return;
      const kept = answers.get(request.peer) ?? new Map<string, number>();
      answers.set(request.peer, kept);
      if (kept.size >= maxKept) kept.clear();
      kept.set(keyOf(request), now() + keptMs);
    },
  };
}

/** A rule of polkit may look at the container, and one does at the role. */
function keyOf({ action, container, standing = 'none' }: AuthorisationRequest): string {
  return `${action} ${standing} ${container ?? ''}`;
}

function operationsOf(action: ActionName): readonly Operation[] {
  const all: readonly Operation[] = Object.values(operations);
  return all.filter(
    (operation) =>
      operation.action === action || operation.alsoNeeds?.some((further) => further.action === action) === true,
  );
}
