// SPDX-License-Identifier: Apache-2.0
/** Has the loaded policy proven, of all containers or of two, and signs what came of it. */

import { hostname } from 'node:os';
import { clearanceOf } from '../../../audit/events/category-set.ts';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { Certificate, SignedCertificate } from '../../../contract/model/policy/proof.ts';
import { say } from '../../../contract/text.ts';
import { version } from '../../../contract/version.ts';
import type { ProvenPair } from '../../../sepolicy/prove/prove.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { loadedPolicySum } from '../../selinux/policy/kernel-policy.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { type Part, signingKey, signParts } from '../../system/sign-parts.ts';

export interface ProofOptions {
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  /** Of the key that signs reports of the drill too. */
  readonly keyFolder: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** SHA-256 of the loaded policy. */
  readonly sum?: () => string | undefined;
}

export function createProof({
  containers,
  policy,
  keyFolder,
  now,
  sum = loadedPolicySum,
}: ProofOptions): HandlersOf<'policy.prove'> {
  return {
    async 'policy.prove'({ pair }, { signal }) {
      const question = pair === undefined ? null : pairOf(pair, await containers(signal));
      const policySha256 = sum() ?? fail('policy-unavailable', { reason: say('it cannot be read') });
      const proof = await policy.ask('prove', question, signal);
      if (sum() !== policySha256)
        fail('policy-unavailable', { reason: say('another one was loaded meanwhile; try again') });
      return signCertificate(
        {
          host: hostname(),
          provedAt: now(),
          policySha256,
          enforcing: readEnforcement()?.isEnforcing === true,
          helper: version,
          proof,
        },
        keyFolder,
      );
    },
  };
}

function signCertificate(certificate: Certificate, keyFolder: string): SignedCertificate {
  return { certificate, ...signParts(partsOf(certificate), signingKey(keyFolder)) };
}

/** What is hashed of a certificate, part by part. */
export function partsOf({ proof, ...head }: Certificate): readonly Part[] {
  return [['head', head], ...Object.entries(proof)];
}

function pairOf({ from, to }: { readonly from: string; readonly to: string }, all: readonly Container[]): ProvenPair {
  const [one, other] = [contextOf(from, all), contextOf(to, all)];
  return { from: one.type, to: other.type, areDisjoint: areDisjoint(one, other) };
}

function contextOf(name: string, all: readonly Container[]): SecurityContext {
  const container = all.find((each) => each.name === name) ?? fail('container-not-found', { name });
  return (
    parseSecurityContext(container.context ?? '') ??
    fail('context-unknown', { name, reason: say('it does not run and its configuration names no SELinux context') })
  );
}

/** False too where one of them has no categories, or a level that is not understood. */
function areDisjoint(one: SecurityContext, other: SecurityContext): boolean {
  const [first, second] = [clearanceOf(one.level)?.ranges ?? [], clearanceOf(other.level)?.ranges ?? []];
  const overlap = first.some(([low, high]) => second.some(([begin, end]) => low <= end && begin <= high));
  return first.length > 0 && second.length > 0 && !overlap;
}
