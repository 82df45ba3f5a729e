// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether this process may change the label of a file that has this one, by what the kernel would answer: the
 * helper's domain changes no label of the host's programs, libraries and settings. It is asked before anything is
 * changed, so that a person learns it in words.
 */

import { readFileSync } from 'node:fs';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import { createKernelDecisions, type DecideByKernel } from '../ask-kernel.ts';
import { policySequence } from '../policy/kernel-policy.ts';

export type MayRelabel = (label: SecurityContext) => boolean;

export interface MayRelabelOptions {
  readonly decide?: DecideByKernel;
  /** Gives the context of this process; undefined without SELinux. */
  readonly own?: () => SecurityContext | undefined;
  readonly sequence?: () => number | undefined;
}

/** True also where the kernel cannot say: then it says so when the label is changed. */
export function createMayRelabel({
  decide = createKernelDecisions(),
  own = ownContext,
  sequence = policySequence,
}: MayRelabelOptions = {}): MayRelabel {
  let known: { readonly at: number | undefined; readonly answers: Map<string, boolean> } | undefined;
  return (label) => {
    const at = sequence();
    if (known === undefined || known.at !== at) known = { at, answers: new Map() };
    const remembered = known.answers.get(label.type);
    if (remembered !== undefined) return remembered;
    const source = own();
    const decision =
      source === undefined
        ? undefined
        : decide({ source, target: label, class: 'file', permissions: ['relabelfrom', 'relabelto'] });
    const answer = decision === undefined || decision.isPermissive || decision.allowed.size === 2;
    known.answers.set(label.type, answer);
    return answer;
  };
}

/** Ends a sentence about a file that has a type of the host's own. */
export function hostsOwn(type: string): Words {
  return say(
    "is labelled {type}, as the host's own programs and settings are, whose labels the helper may not change",
    { type },
  );
}

/** Judges for this process, and keeps its answers for the life of it. */
export const mayRelabel: MayRelabel = createMayRelabel();

function ownContext(): SecurityContext | undefined {
  try {
    return parseSecurityContext(readFileSync('/proc/self/attr/current', 'utf8').replace(/[\0\n]+$/, ''));
  } catch {
    return undefined;
  }
}
