// SPDX-License-Identifier: Apache-2.0
/**
 * Draws the map of which containers are isolated from which: the kernel is asked about each pair, and the reason is the
 * property whose change would change the answer.
 */

import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import type { IsolationMap } from '../../../contract/model/isolation-finding.ts';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';

export interface IsolatedContainer {
  readonly name: string;
  /** Its processes have this context. */
  readonly context: SecurityContext | undefined;
  /** Its files have this context. */
  readonly content: SecurityContext | undefined;
}

/** What no container may do to another one. */
const forbidden = [
  { class: 'file', on: 'content', permissions: ['read', 'write', 'append', 'execute'] },
  { class: 'dir', on: 'content', permissions: ['read', 'write', 'search'] },
  { class: 'process', on: 'context', permissions: ['signal', 'sigkill', 'ptrace'] },
] as const;

/** A row is yielded as soon as it is complete, so that other work can run between two rows. */
export function* mapRows(
  containers: readonly IsolatedContainer[],
  decide: DecideByKernel,
  { isEnforcing }: { readonly isEnforcing: boolean },
): Generator<string, void, undefined> {
  const asked: DecideByKernel = isEnforcing ? decide : (question) => loggedOnly(decide(question));
  for (const source of containers)
    yield containers.map((target) => (source === target ? '-' : answerFor(source, target, asked))).join('');
}

/** On a host that does not enforce, each denial is only logged. */
function loggedOnly(decision: ReturnType<DecideByKernel>): ReturnType<DecideByKernel> {
  return decision === undefined ? undefined : { ...decision, isPermissive: true };
}

export function buildIsolationMap(containers: readonly IsolatedContainer[], rows: readonly string[]): IsolationMap {
  return {
    containers: containers.map(({ name, context, content }) => ({
      name,
      context: textOf(context),
      content: textOf(content),
    })),
    rows: [...rows],
  };
}

function answerFor(
  source: IsolatedContainer,
  target: IsolatedContainer,
  decide: DecideByKernel,
): 'c' | 't' | 'o' | 'u' {
  if (source.context === undefined || target.content === undefined || target.context === undefined) return 'u';
  const isOpen = canReach(source.context, { content: target.content, context: target.context }, decide);
  if (isOpen !== false) return isOpen === undefined ? 'u' : 'o';
  // The categories do not matter with the source's own level on the other side: what is denied then is denied by type.
  const level = { level: source.context.level };
  const atSameLevel = canReach(
    source.context,
    { content: { ...target.content, ...level }, context: { ...target.context, ...level } },
    decide,
  );
  return atSameLevel === false ? 't' : 'c';
}

/** Undefined when the kernel does not know; true also where it would only log. */
function canReach(
  source: SecurityContext,
  target: { readonly content: SecurityContext; readonly context: SecurityContext },
  decide: DecideByKernel,
): boolean | undefined {
  for (const { class: className, on, permissions } of forbidden) {
    const decision = decide({ source, target: target[on], class: className, permissions });
    if (decision === undefined) return undefined;
    if (decision.isPermissive || decision.allowed.size > 0) return true;
  }
  return false;
}

function textOf(context: SecurityContext | undefined): string | null {
  return context === undefined ? null : formatSecurityContext(context);
}
