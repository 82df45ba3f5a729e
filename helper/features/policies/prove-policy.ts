// SPDX-License-Identifier: Apache-2.0
/**
 * Has the loaded policy proven, of all containers or of two, looks at the labels of what they have, and signs what came
 * of it. The last certificate of all
 * containers is kept, to be compared with the policy of now and with the next one.
 */

import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { clearanceOf } from '../../../audit/events/category-set.ts';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import {
  type Certificate,
  certificateSchema,
  type Proof,
  type SignedCertificate,
  signedCertificateSchema,
} from '../../../contract/model/policy/proof.ts';
import { partsOfCertificate } from '../../../contract/signed-parts.ts';
import { say } from '../../../contract/text.ts';
import { version } from '../../../contract/version.ts';
import { withOrigins } from '../../../sepolicy/prove/name-origins.ts';
import { createFindOrigins } from '../../../sepolicy/prove/rule-origins.ts';
import type { ProvenPair } from '../../../sepolicy/prove/prove.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { createPolicySum } from '../../selinux/policy/policy-sum.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { findObjects, withObjects } from './objects/find-objects.ts';
import type { LookAtContainer } from './objects/look-at-container.ts';
import { publicKeyIn, signingKey, signParts } from '../../system/sign-parts.ts';

export interface ProofOptions {
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  /** Holds the key that signs reports of the drill too. */
  readonly keyFolder: string;
  /** The CIL texts, by name, of all modules but those of the distribution. */
  readonly localModules: (signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;
  /** Looks at what a running container has. */
  readonly look: LookAtContainer;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** SHA-256 of the loaded policy. */
  readonly sum?: () => string | undefined;
}

const lastFile = (folder: string): string => join(folder, 'certificate.json');

export function createProof({
  containers,
  policy,
  keyFolder,
  localModules,
  look,
  now,
  sum = createPolicySum(),
}: ProofOptions): HandlersOf<'policy.prove' | 'policy.certificate' | 'policy.identify'> {
  /** Only a proof with paths needs the texts of modules, which take a while. */
  async function named(proof: Proof, signal: AbortSignal): Promise<Proof> {
    const hasPaths = proof.open.length + proof.booleans.length > 0;
    return hasPaths ? withOrigins(proof, createFindOrigins(await localModules(signal))) : proof;
  }

  return {
    async 'policy.prove'({ pair }, { signal }) {
      const all = await containers(signal);
      const question = pair === undefined ? null : pairOf(pair, all);
      const policySha256 = sum() ?? fail('policy-unavailable', { reason: say('it cannot be read') });
      const ofPolicy = await named(await policy.ask('prove', question, signal), signal);
      const asked = pair === undefined ? all : all.filter(({ name }) => name === pair.from || name === pair.to);
      const proof = withObjects(ofPolicy, await findObjects(asked, look, signal));
      if (sum() !== policySha256)
        fail('policy-unavailable', { reason: say('another one was loaded meanwhile; try again') });
      const signed = signCertificate(
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
      if (question === null) writeDurably(lastFile(keyFolder), JSON.stringify(signed), 0o600);
      return signed;
    },
    'policy.certificate': async () => ({ last: readLast(keyFolder) }),
    'policy.identify': async () => ({ loadedSha256: sum() ?? null, publicKey: publicKeyIn(keyFolder) ?? null }),
  };
}

/** Null for none, and for one of an older version that is not understood. */
function readLast(folder: string): SignedCertificate | null {
  const file = lastFile(folder);
  if (!existsSync(file)) return null;
  return signedCertificateSchema().safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
}

/** Signs it as a reader of it has it: the order of the fields is part of what is signed. */
function signCertificate(given: Certificate, keyFolder: string): SignedCertificate {
  const certificate = certificateSchema().parse(given);
  return { certificate, ...signParts(partsOfCertificate(certificate), signingKey(keyFolder)) };
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
