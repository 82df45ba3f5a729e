// SPDX-License-Identifier: Apache-2.0
/** Words about what a container's engine, or another tool than Bulkhead, leaves out. */

import { type Capability, whyEngineCannot } from '../../../contract/model/engines/capabilities.ts';
import { factsOf } from '../../../contract/model/engines/engine-facts.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { beginSentence, textOf } from '../../../contract/text.ts';
import { t } from '../../lib/language/t.ts';

/** Gives the reason of the table as a sentence; undefined where the engine can do it. */
export function whyNotByEngine(container: Pick<Container, 'engine'>, capability: Capability): string | undefined {
  const reason = whyEngineCannot(container, capability);
  return reason === undefined ? undefined : `${textOf(beginSentence(reason))}.`;
}

/** Why Bulkhead changes nothing of a container that it does not manage; undefined for its own. */
export function whyNotManaged(container: Pick<Container, 'engine' | 'isManaged'>): string | undefined {
  if (container.isManaged) return undefined;
  return t('Bulkhead did not create this container. Adopt it, or use {commands} on the host.', {
    commands: factsOf(container).commands,
  });
}

/** The engine and the member that a container is on; undefined for an engine that every host has. */
export function engineWords(container: Pick<Container, 'engine' | 'member'>): string | undefined {
  const { title, isOnEachHost } = factsOf(container);
  if (isOnEachHost) return undefined;
  return container.member === null ? title : t('{engine} on {member}', { engine: title, member: container.member });
}
