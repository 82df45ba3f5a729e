// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a container another name: its folders move, what names it in its configuration and in the links of others
 * changes, and a domain of its own gets types of the new name, as do the labels that these give. Once folders move it
 * goes through: what a crash interrupts is finished by recovery.
 */

import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { type ConfigurationLine, formatConfiguration, readConfiguration } from '../../lxc/configuration-file.ts';
import { type Description, readDescription } from '../../lxc/description.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { withPortGuard } from '../../lxc/network/port-guard.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { type ContainerPlaces, containerPlaces } from '../../lxc/places.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { untilDurable, writeDurably } from '../../system/files/write-durably.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import { contextIn, withContext } from './chosen-context.ts';
import type { Configurations } from './configurations.ts';
import type { ContainersHost } from './containers-host.ts';

export interface ContainerRename {
  /**
   * Both names have to be locked. Fails before anything is changed when it cannot be renamed now. Aborting counts until
   * its folders move.
   */
  rename(container: Container, to: string, signal: AbortSignal): Promise<void>;
  /** Ends what was begun. Idempotent. */
  finish(name: string, to: string): Promise<void>;
}

type RenameHost = Pick<ContainersHost, 'places' | 'intents' | 'layers' | 'ownDomains' | 'volumes' | 'events'>;

interface RenameParts extends RenameHost {
  readonly configurations: Pick<Configurations, 'applyChoice' | 'choose' | 'mount'>;
}

export function createContainerRename(
  host: RenameHost,
  configurations: RenameParts['configurations'],
): ContainerRename {
  const parts: RenameParts = { ...host, configurations };
  return {
    finish: (name, to) => finishRename(parts, name, to),
    rename: (container, to, signal) => renameContainer(parts, { container, to }, signal),
  };
}

function check({ places, intents }: RenameParts, { name, confinement, initPid }: Container, to: string): void {
  if (initPid !== null) fail('container-running', { name });
  const target = containerPlaces(places, to);
  if (containerNames(places.lxc).includes(to) || existsSync(target.folder) || existsSync(target.layers))
    fail('container-exists', { name: to });
  // What it learns is found by the name of its domain.
  if (confinement === 'learning')
    fail('container-failed', {
      name,
      reason: say('it is learning; end that first, by a review or another confinement'),
    });
  const unfinished = intents.pending().find(({ subject }) => subject === name);
  if (unfinished !== undefined)
    fail('container-failed', {
      name,
      reason: say('a {kind} of it has not ended; restart the helper', { kind: unfinished.kind }),
    });
}

/** What it is mounted and labelled by has to be as it is chosen before it goes under another name. */
async function bringToChoice(
  { configurations, volumes }: RenameParts,
  { name, volumes: its }: Container,
  signal: AbortSignal,
): Promise<void> {
  await configurations.applyChoice(name);
  if (its.length === 0) return;
  await configurations.mount(name);
  await volumes.prepare(name, signal);
}

/** A link holds where each of two names the other. */
function renameInLinks({ places, configurations }: RenameParts, name: string, to: string): void {
  for (const other of containerNames(places.lxc)) {
    const links = readDescription(containerPlaces(places, other).description)?.links ?? [];
    if (links.includes(name))
      configurations.choose(other, { links: links.map((one) => (one === name ? to : one)).sort() });
  }
}

async function finishRename(parts: RenameParts, name: string, to: string): Promise<void> {
  const [from, target] = [containerPlaces(parts.places, name), containerPlaces(parts.places, to)];
  if (existsSync(from.folder)) {
    if (hasOwnModule(readDescription(from.description))) await parts.ownDomains.copy(name, to, neverAborts);
    await parts.volumes.unstage(name);
    await unmountRoot(name, from);
    await parts.layers.unmount({ name, own: from });
  }
  if (existsSync(from.layers)) renameSync(from.layers, target.layers);
  if (existsSync(from.folder)) {
    const description = readDescription(from.description);
    if (description?.settings.hostname === null)
      writeDurably(
        from.description,
        `${JSON.stringify({ ...description, isHostnameDue: true }, undefined, 2)}\n`,
        0o600,
      );
    const lines = readConfiguration(from.configuration) ?? [];
    const keepsHostname = description !== undefined && description.settings.hostname !== null;
    const renamed = renamedLines(lines, { name, to, from, target, keepsHostname, own: ownBridges(parts.places.state) });
    const context = hasOwnModule(description) ? contextIn(renamed, policyNames(to).domain) : undefined;
    const confined = context === undefined ? renamed : withContext(renamed, context);
    writeDurably(from.configuration, formatConfiguration(confined), 0o600);
    renameSync(from.folder, target.folder);
  }
  await untilDurable([dirname(target.layers), dirname(target.folder)]);
  renameInLinks(parts, name, to);
  parts.events.emit('renamed', { name, to });
  await parts.configurations.mount(to);
  if ((readDescription(target.description)?.volumes ?? []).length > 0) await parts.volumes.prepare(to, neverAborts);
  // Nothing has a label of its types any more by now.
  if (parts.ownDomains.has(name)) await parts.ownDomains.remove(name);
}

async function renameContainer(
  parts: RenameParts,
  { container, to }: { readonly container: Container; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  const { name } = container;
  check(parts, container, to);
  await bringToChoice(parts, container, signal);
  const intent = parts.intents.begin({ kind: 'rename-container', subject: name, data: { to } });
  if (hasOwnModule(readDescription(containerPlaces(parts.places, name).description)))
    try {
      await parts.ownDomains.copy(name, to, signal);
    } catch (error) {
      if (parts.ownDomains.has(to)) await parts.ownDomains.remove(to);
      parts.intents.release(intent);
      throw error;
    }
  try {
    await finishRename(parts, name, to);
  } catch (error) {
    throw asDiskFull(error, parts.places.lxc);
  }
  parts.intents.release(intent);
}

/** Says whether its domain has its name: a plain domain stays what it is. */
function hasOwnModule(description: Description | undefined): boolean {
  return description?.confinement === 'own' && description.plainDomain === null;
}

interface Renaming {
  readonly name: string;
  readonly to: string;
  readonly from: ContainerPlaces;
  readonly target: ContainerPlaces;
  /** It has a host name that was chosen for it. */
  readonly keepsHostname: boolean;
  /** Bridges of networks that Bulkhead sets up. */
  readonly own: ReadonlySet<string>;
}

/** Paths, host name and port as those of the other name; all else stays. */
function renamedLines(
  lines: readonly ConfigurationLine[],
  { name, to, from, target, keepsHostname, own }: Renaming,
): readonly ConfigurationLine[] {
  const moved = (value: string): string =>
    [[from.folder, target.folder] as const, [from.layers, target.layers] as const].reduce(
      (text, [before, after]) => text.replaceAll(pathPattern(before), after),
      value,
    );
  const changed = lines.map(({ key, value }): ConfigurationLine => {
    if (key === 'lxc.uts.name' && !keepsHostname) return { key, value: to };
    if (key === 'lxc.net.0.veth.pair' && value === vethNameOf(name)) return { key, value: vethNameOf(to) };
    return { key, value: moved(value) };
  });
  return withPortGuard(changed, own);
}

/** Matches the path itself, or one below it; not one that only begins with the same characters. */
function pathPattern(path: string): RegExp {
  return new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?=/|\\s|$)`, 'g');
}
