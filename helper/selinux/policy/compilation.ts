// SPDX-License-Identifier: Apache-2.0
/**
 * The messages between the helper and the process that compiles a module. Both ends are of one build, so the messages
 * are not parsed again.
 */

import type { GivenRisk } from '../../../contract/model/denials/explanation.ts';
import type { ProofPath } from '../../../contract/model/policy/proof.ts';
import type { GivenModulePreview } from '../../../contract/model/policy/policy-module.ts';
import type { AccessDifference } from '../../../sepolicy/own-domain/access-difference.ts';
import type { GrantedAccess } from '../../../sepolicy/own-domain/granted-beyond.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import type { Replayed } from '../../../sepolicy/replay/replay.ts';
import type { SourceProblem } from '../../../sepolicy/own-domain/check-source.ts';

export interface CompilationTask {
  /** The name of a container, or the key of a plain domain (own-domain/names.ts). */
  readonly owner: string;
  /**
   * The base module is as it is installed: it has macros and neverallow rules, which the loaded policy no longer has.
   */
  readonly base: string;
  readonly source: string;
  /** Says whether the answer lists what is granted, type by type. */
  readonly listsAccesses: boolean;
  /** Domains of other containers, to and from which it is looked for channels that the module opens; for none when absent. */
  readonly others?: readonly string[];
  /** Accesses of the owner's domain that are replayed on the loaded policy and on the one with the module. */
  readonly recorded?: readonly Access[];
}

/** Limits the accesses that are replayed, by number and by the bytes of their text: a request holds a source beside them. */
export const maxReplayed = { accesses: 1000, bytes: 384 * 1024 } as const;

export const withoutDifference: Pick<CompilationAnswer, 'difference' | 'risk' | 'counts' | 'channels'> = {
  difference: { added: [], removed: [] },
  risk: { level: 'low', reason: 'Nothing changes.' },
  counts: null,
  channels: [],
};

export interface CompilationAnswer {
  /** Empty when the module compiles and breaches nothing. */
  readonly problems: readonly SourceProblem[];
  /** Against the policy that is loaded; empty when it does not compile. */
  readonly difference: AccessDifference;
  /** Judges what it adds. */
  readonly risk: GivenRisk;
  readonly counts: GivenModulePreview['counts'];
  /** The module would open these channels; none when they were not asked for. */
  readonly channels: readonly ProofPath[];
  /** Lists the difference type by type; present when it was asked for and the module compiles. */
  readonly accesses?: { readonly added: readonly GrantedAccess[]; readonly removed: readonly GrantedAccess[] };
  /** Has the answers by the places of the recorded accesses; it is present when there were some and the module compiles. */
  readonly replayed?: Replayed;
}
