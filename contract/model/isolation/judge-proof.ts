// SPDX-License-Identifier: Apache-2.0
/** Judges a proof of the policy: it says something of a host that enforces, and of the policy that it was made of. */

import { say, type Words } from '../../text.ts';
import type { Certificate } from '../policy/proof.ts';
import type { SelinuxMode } from './judge-container.ts';
import { makeVerdict, type Verdict, type VerdictState } from './verdict.ts';

interface ProofFacts {
  readonly certificate: Pick<Certificate, 'provedAt' | 'enforcing'> & {
    readonly proof: Pick<Certificate['proof'], 'verdict' | 'openCount' | 'exceptions' | 'objects'>;
  };
  /** Says whether another policy may be loaded by now. */
  readonly isStale: boolean;
  /** Gives the mode of SELinux on the host now; undefined where it is not known. */
  readonly selinux: SelinuxMode | undefined;
}

/** Takes a certificate with what is known of its time, and gives the verdict of all containers together. */
export function judgeProof({ certificate, isStale, selinux }: ProofFacts): Verdict {
  const { proof, provedAt, enforcing } = certificate;
  const give = (state: VerdictState, reason: Words): Verdict =>
    makeVerdict({ state, reasons: [reason], checkedAt: provedAt });
  if (selinux === undefined) return give('unknown', say('the mode of SELinux is not known'));
  if (selinux !== 'enforcing' || !enforcing) return give('not-isolated', say('SELinux enforces nothing on this host'));
  if (isStale) return give('unknown', say('out of date'));
  if (proof.verdict === 'open')
    return give(
      'not-isolated',
      proof.openCount === 0
        ? say('{count} objects do not hold the categories of their container', {
            count: proof.objects?.foundCount ?? 0,
          })
        : say('{count} channels are open', { count: proof.openCount }),
    );
  if (proof.verdict === 'unknown') return give('unknown', say('the policy has something that is not understood'));
  return give(
    proof.exceptions.some(({ closedBy }) => closedBy === 'nothing') ? 'isolated-with-remarks' : 'isolated',
    say('proven, with {count} named exceptions', { count: proof.exceptions.length }),
  );
}
