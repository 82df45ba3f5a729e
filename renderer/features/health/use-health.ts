// SPDX-License-Identifier: Apache-2.0
/** The health of a container, asked for while it is seen; of all where the list is ordered or filtered by it. */

import { useEffect } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { useClient } from '../../host/connection.ts';
import { askHealth, freshMs, type HealthEntry, healthEntryOf, useHealthStore } from './health-store.ts';
import { t } from '../../lib/language/t.ts';

/** Why there is nothing to look at; undefined when there is. */
export function whyNoHealth(container: Pick<Container, 'isManaged' | 'initPid'>): string | undefined {
  if (!container.isManaged) return t('It is a container of another tool.');
  return container.initPid === null ? t('It is not running.') : undefined;
}

export function useHealth(container: Container): HealthEntry | undefined {
  const { name, startedAt } = container;
  const client = useClient();
  const isAsked = whyNoHealth(container) === undefined;
  useEffect(() => {
    if (client === undefined || !isAsked) return undefined;
    void askHealth(client, { name, startedAt });
    const timer = setInterval(() => void askHealth(client, { name, startedAt }), freshMs);
    return () => clearInterval(timer);
  }, [client, isAsked, name, startedAt]);
  return useHealthStore(({ byName }) => healthEntryOf(byName, { name, startedAt }));
}

const nothing: ReadonlyMap<string, HealthEntry> = new Map();

/** What is known of all; they are asked for, one after the other, only where that is wanted. */
export function useHealthOfAll(containers: readonly Container[], isWanted: boolean): ReadonlyMap<string, HealthEntry> {
  const client = useClient();
  useEffect(() => {
    if (client === undefined || !isWanted) return;
    for (const container of containers) if (whyNoHealth(container) === undefined) void askHealth(client, container);
  }, [client, containers, isWanted]);
  return useHealthStore(({ byName }) => (isWanted ? byName : nothing));
}
