// SPDX-License-Identifier: Apache-2.0
/** What an audit of isolation was about: it holds for a container as long as that is the same. */

import type { Container } from '../containers/container.ts';

/** By name, all of a container that matters for its isolation. */
export type AuditSubject = ReadonlyMap<string, string>;

/** The containers as an audit that begins now sees them. */
export function subjectOf(containers: Iterable<Container>): AuditSubject {
  return new Map([...containers].map((container) => [container.name, signatureOf(container)]));
}

/**
 * Limits and addresses do not matter for isolation; who runs, in which context, on which ids and with which folders of
 * the host, does.
 */
export function signatureOf({
  initPid,
  startedAt,
  context,
  confinement,
  learningUntil,
  confinementMode,
  categories,
  userNamespaceBase,
  network,
  volumes,
  isManaged,
}: Container): string {
  return JSON.stringify([
    initPid,
    startedAt,
    context,
    confinement,
    learningUntil,
    confinementMode,
    categories,
    userNamespaceBase,
    network,
    volumes,
    isManaged,
  ]);
}
