// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what running containers have that does not hold their categories, and says of a proof what follows: it rests on
 * these labels, so that one that is wrong takes it away.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { ContainerObjects } from '../../../../contract/model/policy/container-objects.ts';
import type { Proof } from '../../../../contract/model/policy/proof.ts';
import { say } from '../../../../contract/text.ts';
import { isContainerType, judgeObject } from './judge-object.ts';
import type { LookAtContainer } from './look-at-container.ts';

/** Objects that are named one by one. */
const maxNamed = 50;

export type LookedAt = Pick<Container, 'name' | 'context' | 'initPid'>;

/** Looks at those of the containers that run on this host, one after another. */
export async function findObjects(
  containers: readonly LookedAt[],
  look: LookAtContainer,
  signal: AbortSignal,
): Promise<ContainerObjects> {
  const objects: ContainerObjects = { containers: [], passed: [], found: [], foundCount: 0 };
  for (const { name, context: text, initPid } of containers) {
    if (initPid === null) continue;
    const context = parseSecurityContext(text ?? '');
    if (text === null || context === undefined) {
      objects.passed.push({ name, reason: say('its context is not known') });
      continue;
    }
    if (!isContainerType(context.type)) {
      objects.passed.push({
        name,
        reason: say('{type} is no domain that is proven anything of', { type: context.type }),
      });
      continue;
    }
    let excepted = 0;
    // Processes have many descriptors of one object.
    const known = new Set<string>();
    const looked = await look(
      { name, initPid, context: text },
      (seen) => {
        const judged = judgeObject({ name, context }, seen);
        if (judged === 'fine') return;
        const key = `${seen.kind} ${seen.key ?? seen.path}`;
        if (known.has(key)) return;
        known.add(key);
        if (judged === 'excepted') excepted += 1;
        else {
          objects.foundCount += 1;
          if (objects.found.length < maxNamed) objects.found.push(judged);
        }
      },
      signal,
    );
    if (looked === undefined) objects.passed.push({ name, reason: say('it has ended meanwhile') });
    else objects.containers.push({ name, ...looked, excepted });
  }
  return objects;
}

/** A proof with what was found on the host: nothing is proven where an object is open to others, or could not be read. */
export function withObjects(proof: Proof, objects: ContainerObjects): Proof {
  const isUnread = objects.containers.some(({ unread }) => unread > 0);
  const isFound = objects.foundCount > 0;
  return { ...proof, verdict: verdictOf(proof.verdict, { isFound, isUnread }), objects };
}

function verdictOf(
  verdict: Proof['verdict'],
  { isFound, isUnread }: { readonly isFound: boolean; readonly isUnread: boolean },
): Proof['verdict'] {
  if (isFound) return 'open';
  return verdict === 'proven' && isUnread ? 'unknown' : verdict;
}
