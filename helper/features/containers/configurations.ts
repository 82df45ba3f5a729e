// SPDX-License-Identifier: Apache-2.0
/** What is written about a container, and the changes that bring its root, its context and its module to that. */

import { fail } from '../../../contract/errors.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { lowEndOf } from '../../../contract/model/contexts/security-context.ts';
import { say } from '../../../contract/text.ts';
import { ownerOfPolicyName, plainNumberOf, plainOwner } from '../../../sepolicy/own-domain/names.ts';
import { failWithout } from '../../engines/engine-of-name.ts';
import { ioLimitKeys } from '../../cgroup/io-limits.ts';
import { layerFolders } from '../../lxc/layer.ts';
import { type IdRange, rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { keepMountTable, rootLines } from '../../lxc/mount-table.ts';
import { mountRoot, type RootMounts, unmountRoot } from '../../lxc/root-mounts.ts';
import { withPlaceLines } from '../../lxc/place-lines.ts';
import { ownBridges } from '../../lxc/network/own-networks.ts';
import { withNetwork } from '../../lxc/network/network-lines.ts';
import { withNamespaceGuard } from '../../lxc/network/namespace-guard.ts';
import { withPortGuard } from '../../lxc/network/port-guard.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import { type ChosenDomain, domainOf, fileTypeOf, openDrillType, ownerOf } from '../../selinux/types.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { contextIn, withContext } from './chosen-context.ts';
import {
  type ConfigurationLine,
  formatConfiguration,
  readConfiguration,
  valueOf,
} from '../../lxc/configuration-file.ts';
import { configuredContext } from './configured-context.ts';
import { type Description, mayNest, readDescription } from '../../lxc/description.ts';
import { ioLines, withIoLines } from '../../cgroup/io-lines.ts';
import { type FormerLines, withSettingLines } from '../../lxc/setting-lines.ts';
import { writeHostname } from '../../lxc/root-identity.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { bringHostInit } from '../../lxc/program/host-init.ts';
import { plainDomainsOfOthers } from './plain-domains.ts';
import { createBringProgram } from './bring-program.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import type { ContainersHost } from './containers-host.ts';
import type { ContainerChoices } from './ports/containers.ts';

export interface Configurations extends ContainerChoices {
  /** Empty when there is none. */
  linesOf(name: string): readonly ConfigurationLine[];
  write(name: string, lines: readonly ConfigurationLine[]): void;
  /**
   * Brings the guards of its port and of its network namespace to its configuration: one that an older helper wrote has
   * others, and another network or domain calls for others.
   */
  guardNetwork(name: string): void;
  /** Brings the lines that name places of Bulkhead: one that an older helper wrote lacks some. */
  keepPlaces(name: string): void;
  /** Brings host name, environment and further lines of its configuration to its settings, from those before. */
  bringSettings(name: string, before: FormerLines): void;
  /** Writes a host name that was changed to the files of a mounted container that does not run. */
  bringHostname(name: string): void;
  /**
   * Brings configuration and files of a mounted container that does not run to the program that is chosen in place of an
   * init. Fails with `container-failed` or `network-unavailable`.
   */
  bringProgram(name: string): Promise<void>;
  /** The context that its configuration names; fails when that would not isolate the container. */
  contextOf(name: string): string;
  /**
   * Brings the lines of its configuration about the disk to what is configured; the disk may have got another number
   * since.
   */
  bringIo(name: string): void;
}

/** Has what the functions of this file take. */
interface ConfigurationsHost extends ContainersHost {
  /** Is called when the configured values of a container change. */
  readonly onChange: () => void;
}

/** `onChange` is called when the configured values of a container change. */
export function createConfigurations(options: ContainersHost, onChange: () => void): Configurations {
  const host: ConfigurationsHost = { ...options, onChange };
  const { places, volumes, ioDisk, reservations } = host;

  return {
    linesOf: (name) => linesOf(host, name),
    write: (name, lines) => write(host, name, lines),
    described: (name) => described(host, name),
    mount: (name) => mount(host, name),
    applyChoice: (name) => applyChoice(host, name),
    guardNetwork: (name) => change(host, name, (lines) => guardedLines(host, name, lines)),
    keepPlaces: (name) => change(host, name, (lines) => withPlaceLines(lines, containerPlaces(places, name))),
    bringIo(name) {
      const { io } = described(host, name);
      // Lines that another program wrote stay where nothing is configured.
      if (ioLimitKeys.every((key) => io[key] === null)) return;
      change(host, name, (lines) => withIoLines(lines, ioLines(io, ioDisk())));
    },
    bringSettings(name, before) {
      const { settings } = described(host, name);
      change(host, name, (lines) => withSettingLines(lines, { name, settings, ...before }));
    },
    bringHostname(name) {
      const { settings, isHostnameDue } = described(host, name);
      const ids = idsIn(linesOf(host, name));
      if (!isHostnameDue || ids === undefined) return;
      writeHostname(containerPlaces(places, name).rootfs, { ids, hostname: settings.hostname ?? name });
      writeChoice(host, name, { isHostnameDue: false });
    },
    bringNetwork(name) {
      const { network } = described(host, name);
      change(host, name, (lines) => guardedLines(host, name, withNetwork(lines, name, network)));
    },
    bringProgram: createBringProgram({
      places,
      reservations,
      linesOf: (name) => linesOf(host, name),
      change: (name, changed) => change(host, name, changed),
      described: (name) => described(host, name),
      mount: (name) => mount(host, name),
    }),
    async bringVolumes(name) {
      volumes.configure(name);
      await mount(host, name);
      volumes.stage(name);
      onChange();
    },
    contextOf: (name) => requireContext(host, name),
    choose: (name, choice) => writeChoice(host, name, choice),
  };
}

/** Gives the configured context; fails with `container-failed` when that would not isolate the container. */
function requireContext(host: ConfigurationsHost, name: string): string {
  const { places, volumes, incus } = host;
  const others = new Map([
    ...containerNames(places.lxc).flatMap((other) =>
      other === name ? [] : [[other, valueOf(linesOf(host, other), 'lxc.selinux.context') ?? ''] as const],
    ),
    ...incus.contexts(),
  ]);
  const judged = configuredContext({ name, lines: linesOf(host, name), shared: volumes.categoriesOf(name) }, others);
  return 'context' in judged ? judged.context : fail('container-failed', { name, reason: judged.problem });
}

function linesOf({ places }: ConfigurationsHost, name: string): readonly ConfigurationLine[] {
  return readConfiguration(containerPlaces(places, name).configuration) ?? [];
}

function described({ places, incus }: ConfigurationsHost, name: string): Description {
  return (
    readDescription(containerPlaces(places, name).description) ?? failWithout(name, 'container-not-managed', incus)
  );
}

function write(host: ConfigurationsHost, name: string, lines: readonly ConfigurationLine[]): void {
  const { places } = host;
  writeOwn(host, containerPlaces(places, name).configuration, formatConfiguration(lines));
}

function change(
  host: ConfigurationsHost,
  name: string,
  changed: (lines: readonly ConfigurationLine[]) => readonly ConfigurationLine[],
): void {
  const lines = linesOf(host, name);
  const wanted = changed(lines);
  if (formatConfiguration(wanted) !== formatConfiguration(lines)) write(host, name, wanted);
}

async function mount(host: ConfigurationsHost, name: string): Promise<void> {
  const { places, imageRoot, layers, volumes } = host;
  const lines = linesOf(host, name);
  const { image, layer, settings } = described(host, name);
  const own = containerPlaces(places, name);
  const ids = idsIn(lines);
  const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
  if (ids === undefined || context === undefined)
    fail('container-failed', {
      name,
      reason: say('its configuration names no id range or no context; restore it from a copy'),
    });
  const root: RootMounts = {
    name,
    places: own,
    layer: layerFolders(own, layer),
    image: await imageRoot(image),
    init: settings.program.length === 0 ? undefined : bringHostInit(name, places.state),
    ids,
    context: { ...context, role: 'object_r', type: fileTypeOf(context.type), level: lowEndOf(context.level) },
  };
  await layers.mount({ name, own }, layer);
  mountRoot(root);
  layers.settle({ name, own }, layer);
  keepMountTable(own, [...layers.mountLines(own, layer), ...rootLines(root), ...volumes.mountLines(name)]);
}

async function applyChoice(host: ConfigurationsHost, name: string): Promise<void> {
  const { places } = host;
  const chosen = described(host, name);
  const lines = linesOf(host, name);
  const before = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '')?.type ?? '';
  const context = contextIn(lines, domainOf(name, chosen));
  const wanted = context === undefined ? lines : withContext(lines, context);
  // A drill's attacker without SELinux: for as long as its drill writes so.
  const isOpen = before === openDrillType;
  if (context !== undefined && !isOpen && formatConfiguration(wanted) !== formatConfiguration(lines)) {
    if (!isContextKnown(context))
      fail('container-failed', {
        name,
        reason: say(
          'the loaded policy does not know its context {context}; install its policy module again, ' +
            'or choose the shared domain',
          { context },
        ),
      });
    // The label of its root is that of the mount, so the root is mounted again.
    await unmountRoot(name, containerPlaces(places, name));
    write(host, name, wanted);
    await mount(host, name);
  }
  await removeFormerModules(host, name, { before, chosen });
}

/** Removes the modules of domains that it had: of its name, or of the plain domain that nobody has now. */
async function removeFormerModules(
  { places, ownDomains }: ConfigurationsHost,
  name: string,
  { before, chosen }: { readonly before: string; readonly chosen: ChosenDomain },
): Promise<void> {
  const present = chosen.confinement === 'shared' ? undefined : ownerOf(name, chosen);
  const number = plainNumberOf(ownerOfPolicyName(before) ?? '');
  const isFree = number !== undefined && !plainDomainsOfOthers(places, name).has(number);
  for (const owner of [name, ...(isFree ? [plainOwner(number)] : [])])
    if (owner !== present && ownDomains.has(owner)) await ownDomains.remove(owner);
}

function writeChoice(host: ConfigurationsHost, name: string, choice: Parameters<ContainerChoices['choose']>[1]): void {
  const { places, onChange } = host;
  writeOwn(
    host,
    containerPlaces(places, name).description,
    `${JSON.stringify({ ...described(host, name), ...choice }, undefined, 2)}\n`,
  );
  onChange();
}

function writeOwn({ places }: ConfigurationsHost, path: string, text: string): void {
  try {
    writeDurably(path, text, 0o600);
  } catch (error) {
    throw asDiskFull(error, places.lxc);
  }
}

function guardedLines(
  host: ConfigurationsHost,
  name: string,
  lines: readonly ConfigurationLine[],
): readonly ConfigurationLine[] {
  const { places } = host;
  const choice = { isNested: mayNest(described(host, name)), ownBridges: ownBridges(places.state) };
  return withNamespaceGuard(withPortGuard(lines, choice.ownBridges), choice);
}

function idsIn(lines: readonly ConfigurationLine[]): IdRange | undefined {
  return lines.flatMap(({ key, value }) => (key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : []))[0];
}
