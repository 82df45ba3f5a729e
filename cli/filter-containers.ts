// SPDX-License-Identifier: Apache-2.0
/** Chooses containers by a filter, in the language of the window's list. */

import { type HealthVerdict, summariseHealth } from '../contract/wording/describe-health.ts';
import { isFailure } from '../contract/errors.ts';
import type { Container } from '../contract/model/containers/container.ts';
import { defaultDenialSeconds } from '../contract/model/denials/cause-kind.ts';
import type { ContainerSample } from '../contract/model/containers/sample.ts';
import { factsOfSample, sampleFields, searchFieldsOf, searchSubject } from '../contract/search/container-fields.ts';
import { matchesSearch, parseSearch } from '../contract/search/search.ts';
import { findSearchProblem } from '../contract/search/search-fields.ts';
import type { Client } from '../rpc/client.ts';
import { countCauses, type DescribeOptions, sampleOf } from './format/container-row.ts';
import { UsageError } from './usage-error.ts';

/** What the filter does not name is not asked for. Fails with a usage error when it cannot be understood. */
export async function filterContainers(
  client: Client,
  containers: readonly Container[],
  { filter, signal, now }: DescribeOptions & { readonly filter: string },
): Promise<readonly Container[]> {
  const problem = findSearchProblem(filter, searchFieldsOf(containers));
  if (problem !== undefined) throw new UsageError(`the filter: ${problem}`);
  const terms = parseSearch(filter);
  const names = (...fields: readonly string[]): boolean =>
    terms.some(({ field }) => field !== undefined && fields.includes(field));
  const samples = names(...sampleFields)
    ? await sampleOf(client, containers, signal)
    : new Map<string, ContainerSample>();
  const denials = names('denials')
    ? await countCauses(client, { signal, since: now - defaultDenialSeconds })
    : new Map<string, number>();
  const health = names('health') ? await healthOf(client, containers, signal) : undefined;
  return containers.filter((container) => {
    const subject = searchSubject({
      container,
      ...factsOfSample(samples.get(container.name)),
      denials: denials.get(container.name) ?? 0,
      health: health?.get(container.name),
      uptime: container.startedAt === null ? Number.NaN : now - container.startedAt,
    });
    return matchesSearch(subject, terms);
  });
}

/**
 * Gives the health of the containers that run. They are asked one after another, since something is run in each; one whose
 * health cannot be known is left out.
 */
async function healthOf(
  client: Client,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, HealthVerdict>> {
  const verdicts = new Map<string, HealthVerdict>();
  for (const { name, initPid } of containers) {
    if (initPid === null) continue;
    try {
      verdicts.set(name, summariseHealth(await client.request('container.health', { name }, { signal })).verdict);
    } catch (error) {
      if (!isFailure(error) || error.code === 'cancelled') throw error;
    }
  }
  return verdicts;
}
