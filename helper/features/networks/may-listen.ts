// SPDX-License-Identifier: Apache-2.0
/** Asks the kernel whether a container's domain may listen on a port: by the type that the loaded policy gives it. */

import { isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { ListenVerdict } from '../../../contract/operations/containers/port.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';

export interface MayListenOptions {
  readonly policy: Pick<PolicyProcess, 'ask'>;
  readonly decide: DecideByKernel;
}

/** A port on which what has this context is to listen. */
export type ListenQuestion = Pick<Container, 'context'> & Pick<Publication, 'protocol' | 'port'>;

const unknown = { state: 'unknown' } as const;

export async function mayListen(
  { policy, decide }: MayListenOptions,
  { context, protocol, port }: ListenQuestion,
  signal: AbortSignal,
): Promise<ListenVerdict> {
  const type = await typeOf(policy, { protocol, port }, signal);
  const source = parseSecurityContext(context ?? '');
  if (type === null || source === undefined) return { ...unknown, type };
  const decision = decide({
    source,
    target: { user: 'system_u', role: 'object_r', type, level: 's0' },
    class: `${protocol}_socket`,
    permissions: ['name_bind'],
  });
  if (decision === undefined) return { ...unknown, type };
  if (decision.allowed.has('name_bind')) return { state: 'allowed', type };
  return { state: decision.isPermissive ? 'permissive' : 'denied', type };
}

async function typeOf(
  policy: Pick<PolicyProcess, 'ask'>,
  port: Pick<Publication, 'protocol' | 'port'>,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return (await policy.ask('port-types', [port], signal))[0] ?? null;
  } catch (error) {
    if (!isFailure(error, 'policy-unavailable')) throw error;
    return null;
  }
}
