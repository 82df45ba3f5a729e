// SPDX-License-Identifier: Apache-2.0
/** Gathers what somebody needs who does not see the host. What cannot be had is said, and the rest is there. */

import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { HostCheck } from '../../contract/model/host/host-check.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import type { Verdict } from '../../contract/model/isolation/verdict.ts';
import type { Finding } from '../../contract/model/isolation-finding.ts';
import type { Client } from '../../rpc/client.ts';
import type { HostReport, Part } from './format-report.ts';
import { queryDenials } from './query-denials.ts';
import type { PrivateValues } from './replace-names.ts';

/** How who makes the report gets at what is in it. */
export interface ReportSource {
  /** Names the program that makes the report, and its version. */
  readonly by: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
  withClient<T>(work: (client: Client) => Promise<T>): Promise<T>;
  checks(): Promise<readonly HostCheck[]>;
  /** What only programs of the host itself say; undefined where this is not on the host. */
  readonly here:
    { readonly policy: () => Promise<string>; readonly packages: () => Promise<readonly string[]> } | undefined;
}

export interface GatherOptions {
  /** Names are not replaced afterwards. */
  readonly withNames: boolean;
  /** Says whether denials of containers are in the report too. */
  readonly withContainers: boolean;
}

export interface Gathered {
  readonly report: HostReport;
  readonly privateValues: PrivateValues;
}

/** Domains of Bulkhead's own processes, and of the daemon of Incus. */
const ownDomains: ReadonlySet<string> = new Set(
  ['helper', 'listener', 'policy', 'reader', 'notify', 'metrics', 'incus'].map((name) => `bulkhead_${name}_t`),
);

const onlyThere = 'it is made on the host itself: run bulkheadctl doctor --report there';

export async function gatherReport(
  { by, now, withClient, checks: checksOf, here }: ReportSource,
  { withNames, withContainers }: GatherOptions,
  signal: AbortSignal,
): Promise<Gathered> {
  const part = <T>(work: () => Promise<T>): Promise<Part<T>> => partOf(work, signal);
  const ask = <T>(work: (client: Client) => Promise<T>): Promise<Part<T>> => part(() => withClient(work));
  const info = await ask((client) => client.request('host.info', {}, { signal }));
  const containers = await ask(async (client) => (await client.request('container.list', {}, { signal })).containers);
  const checks = await part(checksOf);
  const findings = await ask((client) => auditHost(client, signal));
  const denials = await ask(async (client) => {
    const { groups } = await queryDenials(client, {}, signal);
    return withContainers ? groups : groups.filter(({ sourceType }) => ownDomains.has(sourceType));
  });
  const policy = here === undefined ? { problem: onlyThere } : await part(here.policy);
  const packages = here === undefined ? { problem: onlyThere } : await part(here.packages);
  const asked = { checks, findings, denials };
  const shown = withNames || 'value' in containers ? asked : withoutHelpers(asked, containers.problem);
  return {
    report: { by, madeAt: now(), info, verdicts: verdictsOf(containers), packages, policy, ...shown },
    privateValues: {
      hostname: 'value' in info ? info.value.hostname : undefined,
      paths: volumePaths(valuesOf(containers)),
      containers: namesOf({ containers, denials, findings }),
    },
  };
}

function verdictsOf(containers: Part<readonly Container[]>): readonly Verdict[] | undefined {
  return 'value' in containers ? containers.value.map(({ isolation }) => isolation) : undefined;
}

type OfHelper = Pick<HostReport, 'checks' | 'findings' | 'denials'>;

/** Names that nobody could list cannot be replaced, so what the helper said stays out; what this machine says has none. */
function withoutHelpers({ checks, findings, denials }: OfHelper, reason: string): OfHelper {
  const problem = `containers cannot be listed, so their names could not be replaced (${reason}); see --with-names`;
  const leaveOut = <T>(part: Part<T>): Part<T> => ('value' in part ? { problem } : part);
  const isFromHere = valuesOf(checks).some(({ id }) => id === 'connection');
  return { checks: isFromHere ? checks : leaveOut(checks), findings: leaveOut(findings), denials: leaveOut(denials) };
}

async function partOf<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Part<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function auditHost(client: Client, signal: AbortSignal): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const stream = client.stream('isolation.audit', { labels: false }, { signal });
  for await (const item of stream) if (item.type === 'finding') findings.push(item.finding);
  await stream.result;
  return findings;
}

interface Named {
  readonly containers: Part<readonly Container[]>;
  readonly denials: Part<readonly DenialGroup[]>;
  readonly findings: Part<readonly Finding[]>;
}

/**
 * Names the containers, among them those that are gone and that a denial still names. The order is that of the list, so
 * that numbers stay.
 */
function namesOf({ containers, denials, findings }: Named): readonly string[] {
  return [
    ...new Set([
      ...valuesOf(containers).map(({ name }) => name),
      ...valuesOf(denials).flatMap(({ containers: named, sample }) =>
        sample.container === null ? named : [...named, sample.container],
      ),
      ...valuesOf(findings).flatMap((finding) => finding.containers),
    ]),
  ];
}

function valuesOf<T>(part: Part<readonly T[]>): readonly T[] {
  return 'value' in part ? part.value : [];
}

/** Folders of the host that people gave containers; one at the root, such as /srv, says nothing of anybody. */
function volumePaths(containers: readonly Container[]): readonly string[] {
  const paths = containers.flatMap(({ volumes }) => volumes.map(({ source }) => source));
  return [...new Set(paths)].filter((path) => path.split('/').length > 2);
}
