// SPDX-License-Identifier: Apache-2.0
/** Writes the present host as a file, with only what differs from what would be created without a choice. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { linkedPairs } from '../../../contract/rules/linked-pairs.ts';
import { hasLayers } from '../../../contract/model/engines/has-layers.ts';
import type { AlertRule } from '../../../contract/model/alerts/alert.ts';
import type { HostBridge } from '../../../contract/model/host/network.ts';
import { limitOptions } from '../../arguments/limit-options.ts';
import { type CompleteContainer, presentContainer, usualContainer } from '../plan/complete-container.ts';
import { allowWords } from '../plan/differences.ts';
import type { PresentHost } from '../plan/present-host.ts';
import { settingsValue } from './setting-fields.ts';
import { limitValue, portWord, publicationWord, snapshotsValue, volumeWord } from './file-words.ts';

export interface FileChoices {
  /** The containers that are written, which are all Bulkhead's own. */
  readonly isWritten: (name: string) => boolean;
  readonly hasAlerts: boolean;
}

/** A value that the schema of the file accepts. */
export function fileValue(present: PresentHost, { isWritten, hasAlerts }: FileChoices): object {
  const written = present.containers.filter(
    ({ name, engine, isManaged, image }) => hasLayers({ engine, isManaged }) && image !== null && isWritten(name),
  );
  const names = new Set(written.map(({ name }) => name));
  const pairs = linkedPairs(present.containers);
  const networks = networksOf(present, { isAll: hasAlerts, written });
  return {
    version: 1,
    ...(networks.length > 0 && { networks: Object.fromEntries(networks.map(networkEntry)) }),
    containers: Object.fromEntries(
      written.map((container) => {
        const { name } = container;
        const links = pairs
          .filter((pair) => pair.includes(name))
          .map(([one, other]) => (one === name ? other : one))
          // Named once, so that it can be ended at one place.
          .filter((other) => name < other || !names.has(other));
        const complete = presentContainer(container, present.schedules.get(name) ?? null);
        return [name, containerValue(complete, links)];
      }),
    ),
    ...(hasAlerts && present.rules.length > 0 && { alerts: rulesOnce(present.rules).map(alertValue) }),
  };
}

/** Gives the networks that Bulkhead set up: all, or those that the written containers are on. */
function networksOf(
  { bridges }: PresentHost,
  { isAll, written }: { readonly isAll: boolean; readonly written: PresentHost['containers'] },
): readonly HostBridge[] {
  const used = new Set(written.flatMap(({ network }) => (network?.kind === 'bridge' ? [network.bridge] : [])));
  return bridges.filter(({ name, isOwn }) => isOwn && (isAll || used.has(name)));
}

/** The host has the same address again. */
function networkEntry({ name, addresses }: HostBridge): readonly [string, object] {
  const [net] = addresses;
  return [name, net === undefined ? {} : { net }];
}

function containerValue(is: CompleteContainer, links: readonly string[]): object {
  const usual = usualContainer(is.image);
  const limits = limitOptions
    .filter(({ key }) => is.limits[key] !== usual.limits[key])
    .map(({ name, key }) => [name, limitValue(key, is.limits[key])]);
  const settings = settingsValue(is.settings);
  return {
    image: is.image,
    state: is.state,
    // It stands first for who reads the file.
    ...('description' in settings && { description: settings.description }),
    ...(is.tags.length > 0 && { tags: is.tags }),
    ...(is.network.kind !== 'nat' && { network: describeNetwork(is.network) }),
    ...(is.publish.length > 0 && { publish: is.publish.map(publicationWord) }),
    ...(links.length > 0 && { links }),
    ...(limits.length > 0 && { limits: Object.fromEntries(limits) as object }),
    ...(is.volumes.length > 0 && { volumes: is.volumes.map(volumeValue) }),
    ...(is.confinement === 'own' && { confinement: 'own' }),
    ...(is.confinement === 'own' && is.listen.length > 0 && { listen: is.listen.map(portWord) }),
    ...(is.confinement === 'own' && allowWords(is).length > 0 && { allow: allowWords(is) }),
    ...settings,
    ...(is.snapshots !== null && { snapshots: snapshotsValue(is.snapshots) }),
  };
}

/** Writes the volume in the shorter form where that says all. */
function volumeValue({ source, target, readOnly, share }: CompleteContainer['volumes'][number]): string | object {
  const isPlain = !share && !source.includes(':');
  return isPlain ? volumeWord({ source, target, readOnly }) : { source, target, 'read-only': readOnly, share };
}

/** A file has one rule of a kind for the same containers. */
function rulesOnce(rules: readonly AlertRule[]): readonly AlertRule[] {
  const keys = rules.map(({ kind, containers }) => JSON.stringify([kind, containers.toSorted()]));
  return rules.filter((_rule, at) => keys.indexOf(keys[at] ?? '') === at);
}

function alertValue({ kind, containers, threshold, seconds, isEnabled }: AlertRule): object {
  return {
    kind,
    ...(containers.length > 0 && { containers }),
    ...(threshold !== null && { threshold }),
    time: `${seconds}s`,
    ...(!isEnabled && { enabled: false }),
  };
}
