// SPDX-License-Identifier: Apache-2.0
/**
 * What each kind of change has to implement, so that it can be planned, made, verified and undone, however often and
 * from wherever it stopped.
 */

import type { z } from 'zod';
import type { Words } from '../../../contract/text.ts';
import type { GivenExplanation, GivenRemedy } from '../../../contract/model/denials/explanation.ts';

/** A remedy, and the explanation that proposes it. */
export interface Proposal {
  readonly remedy: GivenRemedy;
  readonly explanation: GivenExplanation;
  /** The container whose denials these are; null for the host's own. */
  readonly container: string | null;
}

/** Has what a driver says of a change before it makes it. */
export interface Planned<Plan = unknown> {
  /** What is changed, for the journal: the name of a boolean, a path. */
  readonly subject: string;
  /** The exact commands or lines, if others than the remedy says. */
  readonly change: readonly Words[];
  /** The exact state before, in the same terms. */
  readonly before: readonly Words[];
  /** Why it could not be undone; null when it can. */
  readonly cannotUndo: Words | null;
  /** All that the driver needs to make it and to undo it; survives JSON. */
  readonly plan: Plan;
}

/** The state of the host compared with a plan. `other`: another operation or program has changed it since. */
export type PlanState =
  { readonly state: 'before' } | { readonly state: 'after' } | { readonly state: 'other'; readonly words: Words };

export interface ChangeDriver {
  /** Reads what is there now. Changes nothing. */
  plan(proposal: Proposal, signal: AbortSignal): Promise<Planned>;
  readState(plan: unknown): Promise<PlanState>;
  /**
   * Locks the objects of the plan while the work runs; fails, and begins nothing, while another operation has one of
   * them locked.
   */
  hold<T>(plan: unknown, work: () => Promise<T>): Promise<T>;
  /** Applies the plan; once begun it is finished: an interrupted change is of no use. */
  apply(plan: unknown): Promise<void>;
  /** Brings back exactly what was before, from wherever `apply` or an earlier `revert` was cut off. */
  revert(plan: unknown): Promise<void>;
}

interface TypedDriver<Schema extends z.ZodType> {
  readonly schema: Schema;
  plan(proposal: Proposal, signal: AbortSignal): Promise<Planned<z.infer<Schema>>>;
  readState(plan: z.infer<Schema>): Promise<PlanState>;
  /** Left out where the transaction of the policy keeps all others away. */
  hold?<T>(plan: z.infer<Schema>, work: () => Promise<T>): Promise<T>;
  apply(plan: z.infer<Schema>): Promise<void>;
  revert(plan: z.infer<Schema>): Promise<void>;
}

/** A plan comes back from the journal as text, perhaps of an older version: it is parsed before it is used. */
export function defineDriver<Schema extends z.ZodType>({
  schema,
  plan,
  readState,
  hold,
  apply,
  revert,
}: TypedDriver<Schema>): ChangeDriver {
  return {
    plan,
    readState: async (stored) => readState(schema.parse(stored)),
    hold: async (stored, work) => (hold === undefined ? work() : hold(schema.parse(stored), work)),
    apply: async (stored) => apply(schema.parse(stored)),
    revert: async (stored) => revert(schema.parse(stored)),
  };
}
