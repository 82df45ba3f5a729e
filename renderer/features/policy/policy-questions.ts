// SPDX-License-Identifier: Apache-2.0
/** Questions to the policy from this window: the last one with its answer, and the names that can be asked about. */

import type { PolicyAnswer, PolicyNames, PolicyQuestion } from '../../../contract/model/policy/policy-question.ts';
import type { PortType } from '../../../contract/model/policy/port-type.ts';
import type { Client } from '../../../rpc/client.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

type AnswerState =
  | { readonly status: 'none' }
  | { readonly status: 'asking' }
  | { readonly status: 'ready'; readonly answer: PolicyAnswer }
  | { readonly status: 'failed'; readonly reason: string };

interface QuestionsState {
  readonly answer: AnswerState;
  /** Undefined until they were asked for. */
  readonly names: PolicyNames | undefined;
  /** The types of ports; undefined until they were asked for. */
  readonly portTypes: readonly PortType[] | undefined;
}

const none: QuestionsState = { answer: { status: 'none' }, names: undefined, portTypes: undefined };

export const useQuestions = createHostStore<QuestionsState>(none);
onHostLeft(() => latest?.abort());

let latest: AbortController | undefined;

/** A new question takes the place of one that is not answered yet. */
export async function askPolicy(client: Client, question: PolicyQuestion): Promise<void> {
  latest?.abort();
  const abort = new AbortController();
  latest = abort;
  useQuestions.setState({ answer: { status: 'asking' } });
  try {
    const answer = await client.request('policy.ask', { question }, { signal: abort.signal });
    if (!abort.signal.aborted) useQuestions.setState({ answer: { status: 'ready', answer } });
  } catch (error) {
    if (!abort.signal.aborted)
      useQuestions.setState({ answer: { status: 'failed', reason: failureText(t('cannot ask the policy'), error) } });
  }
}

/** Loads the names for completion. Without them nothing is completed, and everything can still be asked. */
export async function loadNames(client: Client): Promise<void> {
  if (useQuestions.getState().names !== undefined) return;
  try {
    useQuestions.setState({ names: await client.request('policy.names', {}) });
  } catch {
    useQuestions.setState({ names: undefined });
  }
}

/** Loads the types of ports for completion. Without them a type is typed in full, and the helper still knows it. */
export async function loadPortTypes(client: Client): Promise<void> {
  if (useQuestions.getState().portTypes !== undefined) return;
  try {
    useQuestions.setState({ portTypes: (await client.request('policy.port-types', {})).types });
  } catch {
    useQuestions.setState({ portTypes: undefined });
  }
}
