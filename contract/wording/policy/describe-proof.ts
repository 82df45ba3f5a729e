// SPDX-License-Identifier: Apache-2.0
/** A proof of the policy in words, for the command line and for the window. */

import type { OpenedChannel, Proof, ProofCloser, ProofPath, ProofStep, RuleOrigin } from '../../model/policy/proof.ts';
import { t } from '../../text.ts';

/** Says the verdict in one sentence. */
export function describeProof({ verdict, openCount, exceptions, areDisjoint, unknown, objects }: Proof): string {
  switch (verdict) {
    case 'proven':
      return areDisjoint
        ? t('Proven: nothing passes between containers with disjoint categories but by {count} named exceptions.', {
            count: exceptions.length,
          })
        : t(
            'Proven by types alone, as they have a category in common: nothing passes but by {count} named exceptions.',
            {
              count: exceptions.length,
            },
          );
    case 'open':
      return openCount === 0 && objects !== undefined
        ? t('Not proven: {count} objects of running containers do not hold their categories.', {
            count: objects.foundCount,
          })
        : t('Not isolated: {count} channels are open.', { count: openCount });
    case 'unknown':
      if (unknown.length === 0 && objects?.containers.some(({ unread }) => unread > 0) === true)
        return t('Not proven: not all objects of running containers could be read.');
      return t('Not proven: the policy has something that is not understood.');
  }
}

const closers: Readonly<Record<ProofCloser, string>> = {
  'mount-namespace': t('closed by the mount namespace'),
  'pid-namespace': t('closed by the pid namespace'),
  'network-namespace': t('closed by the network namespace'),
  'user-namespace': t('closed by the user namespace'),
  'cgroup-namespace': t('closed by the cgroup namespace'),
  device: t('closed by what the device is'),
  descriptor: t('closed as no descriptor is passed'),
  labels: t('closed by the labels of objects'),
  'network-rules': t('closed by links and rules of the firewall'),
  host: t('closed by the host, which alone writes'),
  nothing: t('open, and accepted'),
};

export function describeCloser(closer: ProofCloser): string {
  return closers[closer];
}

/** `bulkhead_t writes bulkhead_file_t:file (write)`. */
export function describeStep({ source, does, target, class: className, permissions }: ProofStep): string {
  const values = { source, object: `${target}:${className}`, permissions: permissions.join(', ') };
  return does === 'writes'
    ? t('{source} writes {object} ({permissions})', values)
    : t('{source} reads {object} ({permissions})', values);
}

/** `in module web, line 12`. */
export function describeOrigin({ module, line }: RuleOrigin): string {
  return t('in module {module}, line {line}', { module, line });
}

/** A way on one line, for who cannot see it drawn. */
export function describePath({ from, to, steps }: ProofPath): string {
  return steps.length === 0
    ? t('{from} is permissive: it is denied nothing.', { from })
    : t('From {from} to {to}: {steps}.', { from, to, steps: steps.map(describeStep).join(', ') });
}

/** What a change of the policy would open, in one sentence. */
export function describeOpenedChannel({ direction, containers, path }: OpenedChannel): string {
  if (path.steps.length === 0) return describePath(path);
  const values = {
    names: containers.length === 0 ? t('the host') : containers.join(', '),
    path: describePath(path),
  };
  return direction === 'to'
    ? t('It opens a channel to {names}: {path}', values)
    : t('It opens a channel from {names}: {path}', values);
}
