// SPDX-License-Identifier: Apache-2.0
/**
 * What the helper asks the process that has read the loaded policy, and what that answers. Both ends are of one build,
 * so the messages are not parsed again.
 */

import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { ConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import type { DomainCount } from '../../../contract/model/policy/domain-count.ts';
import type { GivenExplanation } from '../../../contract/model/denials/explanation.ts';
import type { GivenPolicyAnswer, PolicyNames } from '../../../contract/model/policy/policy-question.ts';
import type { Proof } from '../../../contract/model/policy/proof.ts';
import type { BooleanSetting } from '../../../contract/model/policy/replay.ts';
import type { PortType } from '../../../contract/model/policy/port-type.ts';
import type { Asked } from '../../../sepolicy/ask/asked.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import type { DeniedCase } from '../../../sepolicy/explain.ts';
import type { ResolvedTypes } from '../../../sepolicy/own-domain/port-type.ts';
import type { ProvenPair } from '../../../sepolicy/prove/prove.ts';
import type { Replayed } from '../../../sepolicy/replay/replay.ts';

/** Each kind of question, with its answer. */
export interface Questions {
  /** The types of ports, null for one that the policy does not name. */
  readonly 'port-types': {
    readonly question: readonly ServedPortNumber[];
    readonly answer: readonly (string | null)[];
  };
  /** The types of ports to connect to. */
  readonly 'connect-targets': { readonly question: ConnectTargets; readonly answer: ResolvedTypes };
  /** All types of ports. */
  readonly 'all-port-types': { readonly question: null; readonly answer: readonly PortType[] };
  readonly explain: { readonly question: DeniedCase; readonly answer: Omit<GivenExplanation, 'group'> };
  readonly ask: { readonly question: Asked; readonly answer: GivenPolicyAnswer };
  /** Counts for each domain; null for one that the policy does not have. One alone is counted beside stock domains. */
  readonly count: { readonly question: readonly string[]; readonly answer: readonly (DomainCount | null)[] };
  /** Proves it of all containers where no pair is given. */
  readonly prove: { readonly question: ProvenPair | null; readonly answer: Proof };
  /** Replays accesses on the policy with a boolean set; null where it has no such boolean. */
  readonly replay: {
    readonly question: { readonly accesses: readonly Access[]; readonly boolean: BooleanSetting };
    readonly answer: Replayed | null;
  };
  readonly names: { readonly question: null; readonly answer: PolicyNames };
}

export type QuestionKind = keyof Questions;

export type ToReader = {
  [Kind in QuestionKind]: { readonly id: number; readonly kind: Kind; readonly question: Questions[Kind]['question'] };
}[QuestionKind];

/** Ends each policy on the process' standard input; CIL has no such byte. */
export const endOfPolicy = '\0';

export type FromReader =
  /** The policy that came last was read. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Questions[QuestionKind]['answer'] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
