// SPDX-License-Identifier: Apache-2.0
/** Gathers what somebody who does not see the host needs. What cannot be had is said, and the rest is there. */

import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { HostCheck } from '../../contract/model/host/host-check.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import type { Verdict } from '../../contract/model/isolation/verdict.ts';
import type { Finding } from '../../contract/model/isolation-finding.ts';
import type { Client } from '../../rpc/client.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { checkText } from '../format/policy-check-text.ts';
import { runPolicyCheck } from '../policy-check/run-check.ts';
import { queryDenials } from '../query-denials.ts';
import type { HostReport, Part } from './format-report.ts';
import { readPackageVersions } from './package-versions.ts';
import type { PrivateValues } from './replace-names.ts';

export interface GatherOptions {
  readonly checksOf: (context: CommandContext) => Promise<readonly HostCheck[]>;
  /** Names are not replaced afterwards. */
  readonly withNames: boolean;
  /** Whether denials of containers are in it too. */
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

export async function gatherReport(
  context: CommandContext,
  { checksOf, withNames, withContainers }: GatherOptions,
): Promise<Gathered> {
  const { environment, signal, host } = context;
  const ask = <T>(work: (client: Client) => Promise<T>): Promise<Part<T>> =>
    partOf(context, () => withClient(context, work));
  const onlyThere = { problem: 'it is made on the host itself: run bulkheadctl doctor --report there' };
  const here = <T>(work: () => Promise<T>): Promise<Part<T>> =>
    host.kind === 'local' ? partOf(context, work) : Promise.resolve(onlyThere);

  const info = await ask((client) => client.request('host.info', {}, { signal }));
  const containers = await ask(async (client) => (await client.request('container.list', {}, { signal })).containers);
  const checks = await partOf(context, () => checksOf(context));
  const findings = await ask((client) => auditHost(client, signal));
  const denials = await ask(async (client) => {
    const { groups } = await queryDenials(client, {}, signal);
    return withContainers ? groups : groups.filter(({ sourceType }) => ownDomains.has(sourceType));
  });
  const policy = await here(async () => {
    const result = await runPolicyCheck(undefined, signal);
    return [...result.remarks.map((remark) => `${remark}\n`), checkText(result, (text) => text)].join('');
  });
  const packages = await here(() => readPackageVersions(signal));
  const asked = { checks, findings, denials };
  const shown = withNames || 'value' in containers ? asked : withoutHelpers(asked, containers.problem);
  return {
    report: {
      version: environment.version,
      madeAt: environment.now(),
      info,
      verdicts: verdictsOf(containers),
      packages,
      policy,
      ...shown,
    },
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

async function partOf<T>({ signal }: CommandContext, work: () => Promise<T>): Promise<Part<T>> {
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

/** Also of containers that are gone, and that a denial still names. In the order of the list, so that numbers stay. */
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
