// SPDX-License-Identifier: Apache-2.0
/** Reads a question to the policy in the words of the command line. */

import {
  pathVerbSchema,
  policyQuestionSchema,
  type PolicyQuestion,
  type PolicySubject,
} from '../../contract/model/policy/policy-question.ts';
import { UsageError } from '../usage-error.ts';

export const questionGrammar =
  'may SUBJECT VERB PATH            may it do this to a path of the host: read, write, ' +
  `execute, list, create, delete
may SUBJECT VERB CONTAINER:PATH  ... to a path in a container
may SUBJECT PERMISSIONS TYPE:CLASS
port NUMBER[/PROTOCOL]           who may connect to it, and who may listen on it
what SUBJECT PERMISSIONS [CLASS] to which types may it do this (class file unless ` +
  `named)
who PERMISSIONS TYPE[:CLASS]     who may do this to objects of the type
SUBJECT is a container, or a type, which is a word that ends in _t or begins with ` +
  'type:. PERMISSIONS are joined by commas.';

export function parseQuestion(words: readonly string[]): PolicyQuestion {
  const parsed = policyQuestionSchema().safeParse(questionOf(words));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem =
    issue === undefined || issue.path.length === 0
      ? 'the question has none of the forms that there are'
      : `${issue.path.join('.')} ${issue.message}`;
  throw new UsageError(`${problem}; see bulkheadctl ask --help`);
}

/**
 * Reads the form of a question, in which names and paths may still be nonsense. Undefined when the words have no such
 * form.
 */
function questionOf([form, ...rest]: readonly string[]): unknown {
  switch (form) {
    case 'may':
      return rest.length === 3 ? mayQuestion(rest) : undefined;
    case 'port':
      return rest.length === 1 ? portQuestion(rest[0] ?? '') : undefined;
    case 'what': {
      const [subject = '', permissions = '', className = 'file'] = rest;
      return rest.length === 2 || rest.length === 3
        ? { kind: 'reach', subject: subjectOf(subject), class: className, permissions: permissions.split(',') }
        : undefined;
    }
    case 'who': {
      const [permissions = '', object = ''] = rest;
      const [target, className = 'file'] = object.split(':');
      return rest.length === 2
        ? { kind: 'holders', target, class: className, permissions: permissions.split(',') }
        : undefined;
    }
    default:
      return undefined;
  }
}

function mayQuestion([subject = '', doing = '', object = '']: readonly string[]): unknown {
  const [, owner, path] = /^(?:([^/:]+):)?(\/.*)$/s.exec(object) ?? [];
  if (path !== undefined)
    return {
      kind: 'path',
      subject: subjectOf(subject),
      verb: pathVerbSchema().safeParse(doing).data ?? unknownVerb(doing),
      ...(owner !== undefined && { owner }),
      path,
    };
  const [target, className] = object.split(':');
  return { kind: 'access', subject: subjectOf(subject), target, class: className, permissions: doing.split(',') };
}

function unknownVerb(word: string): never {
  throw new UsageError(`${word} is none of ${pathVerbSchema().options.join(', ')}, which can be asked about a path`);
}

function portQuestion(text: string): unknown {
  const [number = '', protocol = 'tcp'] = text.split('/');
  return { kind: 'port', protocol, port: /^\d{1,5}$/.test(number) ? Number(number) : undefined };
}

/** Reads a container, or a type: a word that ends in _t or begins with `type:`. */
export function subjectOf(word: string): PolicySubject {
  if (word.startsWith('type:')) return { kind: 'type', name: word.slice('type:'.length) };
  if (word.startsWith('container:')) return { kind: 'container', name: word.slice('container:'.length) };
  return { kind: word.endsWith('_t') ? 'type' : 'container', name: word };
}
