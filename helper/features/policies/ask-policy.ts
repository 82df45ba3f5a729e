// SPDX-License-Identifier: Apache-2.0
/**
 * Puts into a question what only the host knows, the contexts of its containers and the labels of paths, and asks the
 * loaded policy.
 */

import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import type { PolicyQuestion, PolicySubject } from '../../../contract/model/policy/policy-question.ts';
import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import {
  type Asked,
  type AskedContainer,
  completeWithoutPath,
  type Named,
  objectOf,
  processOf,
} from '../../../sepolicy/ask/asked.ts';
import { permissionsFor, verbs } from '../../../sepolicy/ask/path-verbs.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { contentTypeOf } from '../../selinux/content-type.ts';
import { placeAt, type Root } from '../../selinux/labels/label-of-path.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';

export interface PolicyQuestionsOptions {
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly places: HostPlaces;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  /** The type that the policy's file contexts give a path of the host; null when none or unknown. */
  readonly expectedType: (path: string, signal: AbortSignal) => Promise<string | null>;
}

type PathQuestion = Extract<PolicyQuestion, { readonly kind: 'path' }>;

export function createPolicyQuestions(
  host: PolicyQuestionsOptions,
): HandlersOf<'policy.ask' | 'policy.count' | 'policy.names' | 'policy.port-types'> {
  const { containers, policy } = host;
  return {
    'policy.ask': async ({ question }, { signal }) =>
      policy.ask('ask', await completeQuestion(host, question, signal), signal),
    async 'policy.count'({ subject, against }, { signal }) {
      const all = await containers(signal);
      const asked = [subject, ...(against === undefined ? [] : [against])];
      const domains = asked.map((one) => subjectOf(one, all).context.type);
      const counts = await policy.ask('count', domains, signal);
      return {
        counts: counts.map(
          (count, place) =>
            count ??
            fail('context-unknown', { name: domains[place] ?? '', reason: say('the loaded policy has no such type') }),
        ),
      };
    },
    'policy.names': (_params, { signal }) => policy.ask('names', null, signal),
    'policy.port-types': async (_params, { signal }) => ({
      types: [...(await policy.ask('all-port-types', null, signal))],
    }),
  };
}

async function completeQuestion(
  host: PolicyQuestionsOptions,
  question: PolicyQuestion,
  signal: AbortSignal,
): Promise<Asked> {
  const { containers } = host;
  const all = await containers(signal);
  if (question.kind === 'path')
    return {
      kind: 'access',
      subject: subjectOf(question.subject, all),
      ...(await describePath(host, { ...question, all }, signal)),
    };
  return completeWithoutPath(question, {
    subjectOf: (subject) => subjectOf(subject, all),
    containers: askedContainers(all),
  });
}

/** Says what the path is on the host, or in the container that owns it. */
async function describePath(
  host: PolicyQuestionsOptions,
  { verb, owner, path, all }: PathQuestion & { readonly all: readonly Container[] },
  signal: AbortSignal,
): Promise<Pick<Extract<Asked, { kind: 'access' }>, 'object' | 'doing' | 'class' | 'permissions' | 'remarks'>> {
  const { places } = host;
  const container = owner === undefined ? undefined : find(owner, all);
  const place = placeAt(container === undefined ? { path: '/' } : rootOf(container, places), path);
  const className = place?.class ?? 'file';
  const context =
    place?.label ??
    (container === undefined ? await readExpectedContext(host, { path, className }, signal) : contentOf(container));
  if (context === undefined)
    fail('context-unknown', {
      name: owner ?? say('the host'),
      reason: say('{path} has no label that can be read; ask about a type instead', { path }),
    });
  const remarks = [
    ...(place === undefined
      ? [
          owner === undefined
            ? say('There is no {path} on the host now: the answer is for what would be created there.', { path })
            : say('There is no {path} in {owner} now: the answer is for what would be created there.', {
                path,
                owner,
              }),
        ]
      : []),
    ...(owner === undefined ? await remarkOnDrift(host, { path, context }, signal) : []),
  ];
  return {
    object: {
      name: owner === undefined ? say('{path} of the host', { path }) : say('{path} of {owner}', { path, owner }),
      context,
    },
    doing: verbs[verb],
    class: className,
    permissions: permissionsFor(verb, className),
    remarks,
  };
}

async function readExpectedContext(
  { expectedType }: PolicyQuestionsOptions,
  { path, className }: { readonly path: string; readonly className: string },
  signal: AbortSignal,
): Promise<SecurityContext | undefined> {
  const type = await expectedType(path, signal);
  return type === null ? undefined : objectOf(type, className);
}

/**
 * The label that it has is what counts; the one that the file contexts give is what a relabelling would make of it.
 */
async function remarkOnDrift(
  { expectedType }: PolicyQuestionsOptions,
  { path, context: { type } }: { readonly path: string; readonly context: SecurityContext },
  signal: AbortSignal,
): Promise<readonly Words[]> {
  const expected = await expectedType(path, signal);
  return expected === null || expected === type
    ? []
    : [say('It is {type}; by the file contexts of the policy it should be {expected}.', { type, expected })];
}

function subjectOf(subject: PolicySubject, all: readonly Container[]): Named {
  if (subject.kind === 'type') return { name: subject.name, context: processOf(subject.name) };
  const { name, context } = find(subject.name, all);
  const parsed = parseSecurityContext(context ?? '');
  return {
    name,
    context:
      parsed ??
      fail('context-unknown', { name, reason: say('it does not run and its configuration names no SELinux context') }),
  };
}

function find(name: string, all: readonly Container[]): Container {
  return all.find((container) => container.name === name) ?? fail('container-not-found', { name });
}

function askedContainers(all: readonly Container[]): readonly AskedContainer[] {
  return all.flatMap((container) => {
    const context = parseSecurityContext(container.context ?? '');
    return context === undefined ? [] : [{ name: container.name, context, content: contentOf(container) }];
  });
}

/** What a container's files are labelled as, by the domain that it runs in. */
function contentOf({ context }: Container): SecurityContext | undefined {
  const parsed = parseSecurityContext(context ?? '');
  const type = parsed === undefined ? undefined : contentTypeOf(parsed.type);
  return parsed === undefined || type === undefined ? undefined : { ...parsed, role: 'object_r', type };
}

/** A running container has mounts that only its own namespace shows. */
function rootOf({ name, initPid }: Container, places: HostPlaces): Root {
  return initPid === null ? { path: containerPlaces(places, name).rootfs } : { pid: initPid };
}
