// SPDX-License-Identifier: Apache-2.0
/** A question to the policy as it is being put together in the window. */

import {
  type PathVerb,
  policyQuestionSchema,
  type PolicyQuestion,
  type PolicySubject,
} from '../../../../contract/model/policy/policy-question.ts';
import { t } from '../../../lib/language/t.ts';

export type QuestionForm = PolicyQuestion['kind'];

export const questionForms: readonly { readonly form: QuestionForm; readonly label: string }[] = [
  { form: 'path', label: t('Path access') },
  { form: 'port', label: t('Port access') },
  { form: 'access', label: t('Type access') },
  { form: 'reach', label: t('What it can access') },
  { form: 'holders', label: t('Who can access') },
];

/** What the fields of all forms hold; a form uses some of them. */
export interface Draft {
  /** Names a container, or a type. */
  readonly subject: string;
  readonly verb: PathVerb;
  /** Names a container; empty for the host. */
  readonly owner: string;
  readonly path: string;
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
  readonly port: string;
  readonly protocol: string;
}

export const emptyDraft: Draft = {
  subject: '',
  verb: 'read',
  owner: '',
  path: '',
  target: '',
  class: 'file',
  permissions: ['write'],
  port: '',
  protocol: 'tcp',
};

/** The question, or what is still missing of it. */
export function questionOf(
  form: QuestionForm,
  draft: Draft,
): { readonly question: PolicyQuestion } | { readonly problem: string } {
  const parsed = policyQuestionSchema().safeParse(fieldsOf(form, draft));
  if (parsed.success) return { question: parsed.data };
  const [field] = parsed.error.issues[0]?.path ?? [];
  return { problem: missing[String(field)] ?? t('Fill in all fields.') };
}

const missing: Readonly<Record<string, string>> = {
  subject: t('Enter a container or a type.'),
  path: t('Enter an absolute path.'),
  target: t('Enter a type.'),
  class: t('Enter a class.'),
  permissions: t('Enter at least one permission.'),
  port: t('Enter a port from 1 to 65535.'),
};

function fieldsOf(
  form: QuestionForm,
  { subject, verb, owner, path, target, class: className, permissions, port, protocol }: Draft,
): unknown {
  const who = subjectOf(subject.trim());
  switch (form) {
    case 'path':
      return { kind: form, subject: who, verb, ...(owner !== '' && { owner }), path: path.trim() };
    case 'access':
      return { kind: form, subject: who, target: target.trim(), class: className.trim(), permissions };
    case 'port':
      return { kind: form, protocol, port: /^\d{1,5}$/.test(port.trim()) ? Number(port) : undefined };
    case 'reach':
      return { kind: form, subject: who, class: className.trim(), permissions };
    case 'holders':
      return { kind: form, target: target.trim(), class: className.trim(), permissions };
  }
}

function subjectOf(word: string): PolicySubject {
  return { kind: word.endsWith('_t') ? 'type' : 'container', name: word };
}
