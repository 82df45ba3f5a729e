// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a container another name: its folders move, and what names it in its configuration changes. Once it is begun it
 * goes through: what a crash interrupts is finished by recovery.
 */

import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { type ConfigurationLine, formatConfiguration, readConfiguration } from '../../lxc/configuration-file.ts';
import { readDescription } from '../../lxc/description.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { withPortGuard } from '../../lxc/network/port-guard.ts';
import { vethNameOf } from '../../lxc/network/veth-name.ts';
import { type ContainerPlaces, containerPlaces } from '../../lxc/places.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { untilDurable, writeDurably } from '../../system/files/write-durably.ts';
import type { Configurations } from './configurations.ts';
import type { ContainersHost } from './containers-host.ts';

export interface ContainerRename {
  /** Both names have to be locked. Fails before anything is changed when it cannot be renamed now. */
  rename(container: Container, to: string): Promise<void>;
  /** Ends what was begun. Idempotent. */
  finish(name: string, to: string): Promise<void>;
}

export function createContainerRename(
  {
    places,
    intents,
    layers,
    ownDomains,
    onRenamed,
  }: Pick<ContainersHost, 'places' | 'intents' | 'layers' | 'ownDomains' | 'onRenamed'>,
  configurations: Pick<Configurations, 'mount'>,
): ContainerRename {
  function check({ name, confinement, volumes, initPid }: Container, to: string): void {
    if (initPid !== null) fail('container-running', { name });
    const target = containerPlaces(places, to);
    if (containerNames(places.lxc).includes(to) || existsSync(target.folder) || existsSync(target.layers))
      fail('container-exists', { name: to });
    // Type and module of its own domain have its name, and so have the labels that they give.
    if (confinement !== 'shared' || ownDomains.has(name))
      fail('container-failed', {
        name,
        reason: say('its own domain has its name; give it the shared domain first, or clone it under the other name'),
      });
    if (volumes.length > 0)
      fail('container-failed', { name, reason: say('it has volumes, which are labelled for it; detach them first') });
    const unfinished = intents.pending().find(({ subject }) => subject === name);
    if (unfinished !== undefined)
      fail('container-failed', {
        name,
        reason: say('a {kind} of it has not ended; restart the helper', { kind: unfinished.kind }),
      });
  }

  async function finish(name: string, to: string): Promise<void> {
    const [from, target] = [containerPlaces(places, name), containerPlaces(places, to)];
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
      const renamed = renamedLines(lines, { name, to, from, target, keepsHostname, own: ownBridges(places.state) });
      writeDurably(from.configuration, formatConfiguration(renamed), 0o600);
      renameSync(from.folder, target.folder);
    }
    await untilDurable([dirname(target.layers), dirname(target.folder)]);
    onRenamed?.(name, to);
    await configurations.mount(to);
  }

  return {
    finish,
    async rename(container, to) {
      const { name } = container;
      check(container, to);
      const own = containerPlaces(places, name);
      const intent = intents.begin({ kind: 'rename-container', subject: name, data: { to } });
      try {
        await unmountRoot(name, own);
        await layers.unmount({ name, own });
        await finish(name, to);
      } catch (error) {
        throw asDiskFull(error, places.lxc);
      }
      intents.release(intent);
    },
  };
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

/** The path itself, or one below it; not one that only begins with the same characters. */
function pathPattern(path: string): RegExp {
  return new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?=/|\\s|$)`, 'g');
}
