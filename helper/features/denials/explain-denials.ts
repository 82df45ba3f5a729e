// SPDX-License-Identifier: Apache-2.0
/** Explains a group of denials: gathers what the host knows about it, and asks the loaded policy. */

import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { DenialCase, DenialEvent, DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { GivenExplanation } from '../../../contract/model/denials/explanation.ts';
import { type SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { ownerOfPolicyName, plainNumberOf } from '../../../sepolicy/own-domain/names.ts';
import { unexplained } from '../../../sepolicy/explain.ts';
import type { HostFacts, MisplacedFile } from '../../../sepolicy/reason.ts';
import type { RemedyFacts } from '../../../sepolicy/remedies.ts';
import type { ShareableVolume } from '../../../sepolicy/share-remedies.ts';
import { ownerOf, deniedContainer, type DeniedContainer } from '../../selinux/denied-container.ts';
import { placeAt } from '../../selinux/labels/label-of-path.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';

export interface ExplainOptions {
  /** Undefined when there is no such group, or none of its events belongs to that container any more. */
  readonly groupOf: (one: DenialCase) => DenialGroup | undefined;
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  /** The type that the policy's file contexts give a path of the host; null when none or unknown. */
  readonly expectedType: (path: string, signal: AbortSignal) => Promise<string | null>;
  /**
   * The object of the event, where it lies on a volume of its container and has another label than that volume; null
   * when it is not found there.
   */
  readonly misplaced: (event: DenialEvent, signal: AbortSignal) => Promise<MisplacedFile | null>;
  /** Volumes that the denied access may have been about. */
  readonly shareable: (denied: DeniedContainer, containers: readonly Container[]) => readonly ShareableVolume[];
}

export function createExplainer({
  groupOf,
  containers,
  policy,
  expectedType,
  misplaced,
  shareable,
}: ExplainOptions): (one: DenialCase, signal: AbortSignal) => Promise<GivenExplanation> {
  return async (one, signal) => {
    const { group: id } = one;
    const group = groupOf(one) ?? fail('denial-not-found', { group: id });
    const { source, target, class: className, permissions, container, path, port } = group.sample;
    if (source === null || target === null || className === null) return { group: id, ...unexplained() };
    const all = await containers(signal);
    // A container's /etc/passwd is not the host's: only paths of the host have file contexts.
    const hostPath = container === null ? path : null;
    const facts: HostFacts = {
      otherContainer: ownerOf(target, all, container),
      path: hostPath,
      expectedType: hostPath === null ? null : await expectedType(hostPath, signal),
      actualType: hostPath === null ? null : (placeAt({ path: '/' }, hostPath)?.label?.type ?? null),
      port,
      misplaced: await misplaced(group.sample, signal),
    };
    const denied = deniedContainer(group, all);
    const volumes = denied === undefined ? [] : shareable(denied, all);
    const question = {
      access: { source, target, class: className, permissions },
      facts,
      remedyFacts: {
        ...remedyFactsOf(source, all, container),
        shareable: volumes,
        isPermissive: group.sample.permissive === true,
      },
    };
    return { group: id, ...(await policy.ask('explain', question, signal)) };
  };
}

/**
 * Says whether the domain is the container's own. The attribution of its denials, which goes by type and categories,
 * says that it is this container's.
 */
function isOwnDomainOf(container: string, type: string): boolean {
  const owner = ownerOfPolicyName(type);
  return owner !== undefined && (owner === container || plainNumberOf(owner) !== undefined);
}

function remedyFactsOf(
  { type }: SecurityContext,
  containers: readonly Container[],
  denied: string | null,
): RemedyFacts {
  const others = containers.filter(({ name }) => name !== denied);
  const sharers = others.filter(({ domain }) => domain === type).map(({ name }) => name);
  return {
    isContainer: denied !== null,
    isOwnDomain: denied !== null && isOwnDomainOf(denied, type),
    sharers,
    others: others.filter(({ initPid }) => initPid !== null).map(({ name }) => name),
  };
}
