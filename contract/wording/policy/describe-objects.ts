// SPDX-License-Identifier: Apache-2.0
/** What was looked at of running containers, and what does not hold their categories, for both clients. */

import type {
  ContainerObjects,
  FoundObject,
  LookedContainer,
  ObjectKind,
} from '../../model/policy/container-objects.ts';
import { t, textOf } from '../../text.ts';

const kinds: Readonly<Record<ObjectKind, string>> = {
  mount: t('mount'),
  file: t('file'),
  terminal: t('terminal'),
  process: t('process'),
  descriptor: t('descriptor'),
  socket: t('socket'),
};

/** Says in one sentence what was found of all containers. */
export function describeObjects({ containers, foundCount }: ContainerObjects): string {
  if (foundCount > 0)
    return t('{count} objects of running containers do not hold the categories of their container.', {
      count: foundCount,
    });
  return containers.length === 0
    ? t('No container was running whose objects could be looked at.')
    : t('Of what was looked at in {count} running containers, all holds the categories of its container.', {
        count: containers.length,
      });
}

/** Says how many objects of each kind were looked at in one container. */
export function describeLooked({ name, looked, excepted, unread }: LookedContainer): string {
  const { mount, file, terminal, process, descriptor, socket } = looked;
  return t(
    '{name}: {mount} mounts, {file} files, {terminal} terminals, {process} processes, {descriptor} descriptors, ' +
      '{socket} sockets; {excepted} without categories by design; {unread} could not be read.',
    { name, mount, file, terminal, process, descriptor, socket, excepted, unread },
  );
}

/** Says what was not looked at in one container, in one sentence; undefined where there is nothing. */
export function describeLeft({ name, left }: LookedContainer): string | undefined {
  if (left.length === 0) return undefined;
  return t('Not looked at in {name}: {what}.', { name, what: left.map(textOf).join('; ') });
}

/** Says which running container was passed over, and why. */
export function describePassed({ name, reason }: ContainerObjects['passed'][number]): string {
  return t('{name} was not looked at: {reason}.', { name, reason });
}

/** Says what is wrong with the label of one object. */
export function describeFoundObject({ container, kind, path, context, lacks }: FoundObject): string {
  const values = { container, kind: kinds[kind], path, context };
  switch (lacks) {
    case 'all':
      return t('{path} ({kind} of {container}) has no categories: {context}', values);
    case 'some':
      return t('{path} ({kind} of {container}) lacks a category of its container: {context}', values);
    case 'other':
      return t('{path} ({kind} of {container}) has categories of another container: {context}', values);
  }
}
