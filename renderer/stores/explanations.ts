/** What the loaded policy says about groups of denials: asked when somebody looks, kept until the host changes. */

import { create } from 'zustand';
import type { Explanation } from '../../contract/model/explanation.ts';
import type { Client } from '../../rpc/client.ts';

export type ExplanationState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly explanation: Explanation }
  | { readonly status: 'failed'; readonly reason: string };

interface ExplanationsState {
  readonly byGroup: ReadonlyMap<string, ExplanationState>;
}

export const useExplanations = create<ExplanationsState>(() => ({ byGroup: new Map() }));

/** Asks anew each time, since the policy may have changed; what was answered before stands until the answer comes. */
export async function explainGroup(client: Client, group: string): Promise<void> {
  if (useExplanations.getState().byGroup.get(group)?.status !== 'ready') keep(group, { status: 'loading' });
  try {
    keep(group, { status: 'ready', explanation: await client.request('denial.explain', { group }) });
  } catch (error) {
    keep(group, { status: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

export function clearExplanations(): void {
  useExplanations.setState({ byGroup: new Map() });
}

function keep(group: string, state: ExplanationState): void {
  useExplanations.setState(({ byGroup }) => ({ byGroup: new Map(byGroup).set(group, state) }));
}
