/** What the helper asks the process that has read the loaded policy, and what that answers. Both ends are of one build, so the messages are not parsed again. */

import type { Evidence, Explanation } from '../../../contract/model/explanation.ts';
import type { PolicyAnswer } from '../../../contract/model/policy-answer.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import type { Refused } from '../../../sepolicy/explain.ts';

/** Each kind of question, with its answer. */
export interface Questions {
  readonly explain: { readonly question: Refused; readonly answer: Omit<Explanation, 'group'> };
  readonly decide: { readonly question: Access; readonly answer: PolicyAnswer };
  readonly port: { readonly question: PortQuestion; readonly answer: PortAnswer };
}

/** What may these domains do with a port? */
export interface PortQuestion {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly domains: readonly string[];
}

export interface PortAnswer {
  /** The type of the port; null when the policy gives it none. */
  readonly type: string | null;
  readonly domains: readonly { readonly domain: string; readonly canConnect: boolean; readonly canBind: boolean; readonly evidence: readonly Evidence[] }[];
}

export type QuestionKind = keyof Questions;

export type ToReader = { [Kind in QuestionKind]: { readonly id: number; readonly kind: Kind; readonly question: Questions[Kind]['question'] } }[QuestionKind];

export type FromReader =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Questions[QuestionKind]['answer'] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
