// SPDX-License-Identifier: Apache-2.0
/** What is chosen for the domain of an instance: its context says which one it has, a key of its configuration the rest. */

import * as z from 'zod';
import { servedPortSchema, type Confinement } from '../../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { choicesSchema } from '../../../../contract/model/policy/choices.ts';
import { connectTypesSchema } from '../../../../contract/model/policy/port-type.ts';
import { type IncusInstance, nameOf } from '../../../incus/incus-instances.ts';
import { ownerOfPolicyName, policyNames } from '../../../../sepolicy/own-domain/names.ts';
import { domainType } from '../../../selinux/types.ts';
import type { DomainChoices } from '../ports/domains.ts';
import { contextOf } from './instance-lines.ts';

export const choicesKey = 'user.bulkhead.domain';

const chosenSchema = z.object({
  ports: z.array(servedPortSchema()),
  allow: choicesSchema(),
  connectTypes: connectTypesSchema(),
});
const nothing: z.infer<typeof chosenSchema> = { ports: [], allow: [], connectTypes: [] };

/** Says whether it is configured with a domain of its own. */
export function hasOwnDomain(instance: IncusInstance): boolean {
  const type = typeOf(instance);
  const owner = type === undefined ? undefined : ownerOfPolicyName(type);
  return owner === nameOf(instance) && type === policyNames(owner).domain;
}

/** Null where it has another domain than Bulkhead gives it. What the key has in another form counts as nothing chosen. */
export function chosenDomainOf(
  instance: IncusInstance,
): Pick<DomainChoices, 'ports' | 'allow' | 'connectTypes'> & { readonly confinement: Confinement | null } {
  return {
    ...nothing,
    ...chosenSchema.safeParse(parseJson(instance.config[choicesKey])).data,
    ...confinementOf(instance),
  };
}

/** Writes the value of the key. */
export function formatChoices({ ports, allow, connectTypes }: z.infer<typeof chosenSchema>): string {
  return JSON.stringify({ ports, allow, connectTypes });
}

function confinementOf(instance: IncusInstance): { readonly confinement: Confinement | null } {
  if (hasOwnDomain(instance)) return { confinement: 'own' };
  return { confinement: typeOf(instance) === domainType ? 'shared' : null };
}

function typeOf(instance: IncusInstance): string | undefined {
  return parseSecurityContext(contextOf(instance))?.type;
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
