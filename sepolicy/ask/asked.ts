// SPDX-License-Identifier: Apache-2.0
/**
 * A question to the policy with everything in it that only the host knows: the contexts of its containers, the label of
 * a path.
 */

import type { PolicyQuestion, PolicySubject } from '../../contract/model/policy/policy-question.ts';
import type { Words } from '../../contract/text.ts';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';

/** Somebody or something, as the answer shall call it. */
export interface Named {
  readonly name: string;
  readonly context: SecurityContext;
}

export interface AskedContainer {
  readonly name: string;
  /** Gives the context of its processes. */
  readonly context: SecurityContext;
  /** Gives the context of its files; undefined when they have none that is known. */
  readonly content: SecurityContext | undefined;
}

interface Wanted {
  readonly class: string;
  readonly permissions: readonly string[];
}

export type Asked =
  | (Wanted & {
      readonly kind: 'access';
      readonly subject: Named;
      readonly object: Omit<Named, 'name'> & { readonly name: Words };
      readonly doing: Words;
      readonly remarks: readonly Words[];
    })
  | {
      readonly kind: 'port';
      readonly protocol: string;
      readonly port: number;
      readonly containers: readonly AskedContainer[];
    }
  | (Wanted & { readonly kind: 'reach'; readonly subject: Named; readonly containers: readonly AskedContainer[] })
  | (Wanted & { readonly kind: 'holders'; readonly target: string; readonly containers: readonly AskedContainer[] });

/** Has what a question lacks: who its subject is, and the containers that the answer goes through. */
interface Completion {
  readonly subjectOf: (subject: PolicySubject) => Named;
  readonly containers: readonly AskedContainer[];
}

/** Completes a question that names no path, whose label only the host knows. */
export function completeWithoutPath(
  question: Exclude<PolicyQuestion, { readonly kind: 'path' }>,
  { subjectOf, containers }: Completion,
): Asked {
  switch (question.kind) {
    case 'access': {
      const { subject, target, class: className, permissions } = question;
      return {
        kind: 'access',
        subject: subjectOf(subject),
        object: { name: `${target}:${className}`, context: objectOf(target, className) },
        doing: permissions.join(', '),
        class: className,
        permissions,
        remarks: [],
      };
    }
    case 'port':
    case 'holders':
      return { ...question, containers };
    case 'reach':
      return { ...question, subject: subjectOf(question.subject), containers };
  }
}

/** A process of the type, without categories. */
export function processOf(type: string): SecurityContext {
  return { user: 'system_u', role: 'system_r', type, level: 's0' };
}

/** An object of the type, without categories. Classes of processes and their sockets have the role of a process. */
export function objectOf(type: string, className: string): SecurityContext {
  return { ...processOf(type), role: className.startsWith('process') ? 'system_r' : 'object_r' };
}
