// SPDX-License-Identifier: Apache-2.0
/** What the loaded policy says about groups of denials: asked when somebody looks, kept until the host changes. */

import type { Explanation } from '../../../../contract/model/denials/explanation.ts';
import type { Client } from '../../../../rpc/client.ts';
import { clientOf } from '../../../host/connection.ts';
import { createHostStore } from '../../../host/host-stores.ts';
import { memberOfDenial, useDenials } from '../denials.ts';

export type ExplanationState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly explanation: Explanation }
  | { readonly status: 'failed'; readonly reason: string };

/** A group, and whose latest denial of it is meant; null for a process of the host. */
export interface ExplainTarget {
  readonly group: string;
  readonly container: string | null;
}

export interface KeptExplanation {
  readonly container: string | null;
  readonly state: ExplanationState;
  /** Gives the time of the group's latest denial when the policy was asked: of a later one the answer says nothing. */
  readonly last?: number | undefined;
}

export interface ExplanationsState {
  /** What was asked last about each group. */
  readonly byGroup: ReadonlyMap<string, KeptExplanation>;
}

export const useExplanations = createHostStore<ExplanationsState>({ byGroup: new Map() });

/**
 * Asks the host that knows the denial, again each time, since the policy may have changed; what was answered before
 * stays until the answer comes.
 */
export async function explainGroup(client: Client, { group, container }: ExplainTarget): Promise<void> {
  const before = useExplanations.getState().byGroup.get(group);
  const last = useDenials.getState().groups.get(group)?.last;
  if (before?.container !== container || before.state.status !== 'ready')
    keep(group, { container, state: { status: 'loading' } });
  const answer = (state: ExplanationState): void => {
    // The same group may have been asked about for another container meanwhile.
    if (useExplanations.getState().byGroup.get(group)?.container === container) keep(group, { container, state, last });
  };
  const member = memberOfDenial(group, container);
  const asked = (member === undefined ? undefined : clientOf(member)) ?? client;
  try {
    answer({
      status: 'ready',
      explanation: await asked.request('denial.explain', { group, ...(container !== null && { container }) }),
    });
  } catch (error) {
    answer({ status: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * What was answered before a change says nothing about the policy after it: it is not shown until the policy was asked
 * again.
 */
export function forgetExplanation({ group }: Pick<ExplainTarget, 'group'>): void {
  useExplanations.setState(({ byGroup }) => ({ byGroup: new Map([...byGroup].filter(([id]) => id !== group)) }));
}

/** Undefined when it was not asked, or for another container. */
export function explanationFor(
  { byGroup }: ExplanationsState,
  { group, container }: ExplainTarget,
): ExplanationState | undefined {
  const kept = byGroup.get(group);
  return kept?.container === container ? kept.state : undefined;
}

function keep(group: string, kept: KeptExplanation): void {
  useExplanations.setState(({ byGroup }) => ({ byGroup: new Map(byGroup).set(group, kept) }));
}
