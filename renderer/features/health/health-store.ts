// SPDX-License-Identifier: Apache-2.0
/**
 * The health of the containers of the shown host, as far as somebody looked: nothing is asked for a container that is
 * not seen, and one container after the other.
 */

import { type HealthVerdict, summariseHealth } from '../../../contract/wording/describe-health.ts';
import { isFailure } from '../../../contract/errors.ts';
import type { ContainerHealth } from '../../../contract/model/containers/health.ts';
import type { Client } from '../../../rpc/client.ts';
import { createHostStore, onHostLeft } from '../../host/host-stores.ts';
import { createPace } from '../../host/transport/pace.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

/** What came of the last look. An answer stays while a later look fails. */
export interface HealthEntry {
  /** Gives the start of the container at which this was asked: after a restart it counts no more. */
  readonly startedAt: number | null;
  /** Milliseconds of the window's clock. */
  readonly askedAt: number;
  readonly health: ContainerHealth | undefined;
  readonly problem: string | undefined;
}

export const useHealthStore = createHostStore<{ readonly byName: ReadonlyMap<string, HealthEntry> }>({
  byName: new Map(),
});

/** Milliseconds after which one that is seen is looked at again. */
export const freshMs = 5 * 60_000;

let pace = createPace(1);
const asking = new Map<string, AbortController>();

onHostLeft(() => {
  for (const controller of asking.values()) controller.abort();
  asking.clear();
  // A host that does not answer must not keep the next one waiting.
  pace = createPace(1);
});

interface Asked {
  readonly name: string;
  readonly startedAt: number | null;
}

/** The entry of this run of the container. */
export function healthEntryOf(
  byName: ReadonlyMap<string, HealthEntry>,
  { name, startedAt }: Asked,
): HealthEntry | undefined {
  const entry = byName.get(name);
  return entry?.startedAt === startedAt ? entry : undefined;
}

/** Asks where there is no fresh answer, or at once when it is urgent. */
export async function askHealth(client: Client, asked: Asked, isUrgent = false): Promise<void> {
  const { name, startedAt } = asked;
  const entry = healthEntryOf(useHealthStore.getState().byName, asked);
  const isFresh = entry !== undefined && Date.now() - entry.askedAt < freshMs;
  if (asking.has(name) || (isFresh && !isUrgent)) return;
  const controller = new AbortController();
  asking.set(name, controller);
  const release = await pace.take(isUrgent, controller.signal);
  try {
    if (controller.signal.aborted) return;
    const health = await client.request('container.health', { name }, { signal: controller.signal });
    keep(name, { startedAt, askedAt: Date.now(), health, problem: undefined }, controller.signal);
  } catch (error) {
    const before = entry?.health;
    keep(name, { startedAt, askedAt: Date.now(), health: before, problem: problemOf(name, error) }, controller.signal);
  } finally {
    release();
    if (asking.get(name) === controller) asking.delete(name);
  }
}

function keep(name: string, entry: HealthEntry, signal: AbortSignal): void {
  if (signal.aborted) return;
  useHealthStore.setState(({ byName }) => ({ byName: new Map(byName).set(name, entry) }));
}

function problemOf(name: string, error: unknown): string {
  if (isFailure(error, 'not-authorised'))
    return t('This is asked without a password, and you are not authorised to see the host without one.');
  return failureText(t('cannot look at the health of {name}', { name }), error);
}

/** Undefined where it is not known yet. */
export function verdictOf(entry: HealthEntry | undefined): HealthVerdict | undefined {
  return entry?.health === undefined ? undefined : summariseHealth(entry.health).verdict;
}
