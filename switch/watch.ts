// SPDX-License-Identifier: Apache-2.0
/** What enforcing would deny to services of the host, from the audit log. Denials of containers are judged elsewhere. */

import { createAuditReader } from '../audit/audit-reader.ts';
import { createDenialGroups } from '../audit/denial-groups.ts';
import type { DenialGroup } from '../contract/model/denials/denial.ts';
import { isKnownNoise } from '../contract/model/denials/known-noise.ts';
import { concernsContainers } from '../contract/model/host/host-work.ts';
import type { GivenSwitchWatch } from '../contract/model/host/switch.ts';
import { listWords } from '../contract/wording/list-words.ts';
import { say, type Phrase, type Words } from '../contract/text.ts';
import { readExperience } from './experience.ts';
import { type ExplainGroup, remedyOf } from './host-remedy.ts';
import { places } from './places.ts';
import { readUnitsByDomain } from './service-domains.ts';
import type { SwitchHost } from './switch-host.ts';

/** Gives what would be denied since the host is watched; nothing before that. */
export async function readWatch(host: SwitchHost, explain: ExplainGroup): Promise<GivenSwitchWatch> {
  const experience = await readExperience(host);
  const groups = experience.since === null ? [] : await readGroups(host, experience.since);
  const isOther = (group: DenialGroup): boolean =>
    group.containers.length > 0 || group.sourceType.startsWith('bulkhead_') || concernsContainers(group);
  const own = groups.filter((group) => !isOther(group));
  const noise = own.filter(isKnownNoise);
  return {
    ...experience,
    services: await describeServices(
      host,
      own.filter((group) => !isKnownNoise(group)),
      explain,
    ),
    noise: noise.map((group) => ({ what: describeDenial(group), count: group.count })),
    noiseReason: say("Debian's policy lacks these rules on every host, and nothing fails by it."),
    others: groups.length - own.length,
  };
}

/** The oldest log first, so that each group has its latest event. */
async function readGroups(host: SwitchHost, since: number): Promise<readonly DenialGroup[]> {
  const groups = createDenialGroups();
  for (const name of logNames(host)) {
    const reader = createAuditReader({
      onEvent: (event) => {
        if (event.time >= since) groups.add(event);
      },
    });
    for (const piece of host.pieces(`${places.auditLogs}/${name}`)) {
      reader.push(piece);
      // The wait lets others be served between two pieces.
      await new Promise(setImmediate);
    }
    reader.end();
  }
  return groups.groups();
}

function logNames(host: SwitchHost): readonly string[] {
  const age = (name: string): number => Number(name.split('.')[2] ?? 0);
  return host
    .list(places.auditLogs)
    .filter((name) => /^audit\.log(?:\.\d+)?$/.test(name))
    .toSorted((one, other) => age(other) - age(one));
}

async function describeServices(
  host: SwitchHost,
  groups: readonly DenialGroup[],
  explain: ExplainGroup,
): Promise<GivenSwitchWatch['services']> {
  const units = readUnitsByDomain(host);
  const permissions = permissionsByRule(groups);
  const services = new Map<string, GivenSwitchWatch['services'][number]>();
  for (const group of groups) {
    const remedy = await remedyOf(group, [...(permissions.get(ruleKey(group)) ?? [])].toSorted(), explain);
    // The label, the port or the boolean was changed since.
    if (remedy === 'allowed-now') continue;
    const domain = group.sourceType;
    const service = services.get(domain) ?? { domain, units: units.get(domain) ?? [], denials: [] };
    services.set(domain, service);
    service.denials.push({
      group: group.id,
      what: describeDenial(group),
      count: group.count,
      last: group.last,
      remedy,
    });
  }
  return [...services.values()];
}

/** Gives the permissions that denials of the same types and class ask for together, by the key of their rule. */
function permissionsByRule(groups: readonly DenialGroup[]): ReadonlyMap<string, ReadonlySet<string>> {
  const together = new Map<string, Set<string>>();
  for (const group of groups) {
    const known = together.get(ruleKey(group)) ?? new Set();
    together.set(ruleKey(group), known);
    for (const permission of group.permissions) known.add(permission);
  }
  return together;
}

function ruleKey({ sourceType, targetType, class: className }: DenialGroup): string {
  return `${sourceType} ${targetType} ${className}`;
}

function describeDenial({ sample, comms, sourceType, targetType, permissions, class: className }: DenialGroup): Phrase {
  const program: Words = comms.length === 0 ? sourceType : listWords(comms);
  const object = sample.path ?? sample.name ?? (sample.port === null ? '' : String(sample.port));
  const asked = { program, permissions: permissions.join(', '), class: className, type: targetType };
  return object === ''
    ? say('{program} asks for {permissions} on {class} of type {type}.', asked)
    : say('{program} asks for {permissions} on {class} {object} of type {type}.', {
        program,
        permissions: asked.permissions,
        class: className,
        type: targetType,
        object,
      });
}
