// SPDX-License-Identifier: Apache-2.0
/** Reads what an adoption depends on: the configuration of the container, and the host around it. */

import { closeSync, existsSync, lstatSync, readFileSync } from 'node:fs';
import { isFailure } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { NewVolume } from '../../../../contract/model/containers/volume.ts';
import { freeNameSchema } from '../../../../contract/operations/containers/creation.ts';
import { say, type Words } from '../../../../contract/text.ts';
import { containerNames } from '../../../lxc/all-configurations.ts';
import { readConfiguration } from '../../../lxc/configuration-file.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { textOf } from '../../../system/files/text-of.ts';
import type { Giver } from '../../containers/ports/containers.ts';
import type { NewVolumes } from '../../volumes/ports.ts';
import { openTrustedRoot } from '../open-root.ts';
import type { Originals } from '../originals.ts';
import { readOwnConfiguration } from './own-configuration.ts';
import type { PlanBasis } from './plan-adoption.ts';
import { problemOfPlace } from './root-place.ts';

export interface BasisOptions {
  readonly places: HostPlaces;
  readonly originals: Pick<Originals, 'has'>;
  readonly newVolumes: Pick<NewVolumes, 'check'>;
  readonly hasImage: (name: string) => boolean;
  readonly hasSelinux: () => boolean;
  /** What weakens the isolation of a container with this configuration, a sentence each. */
  readonly weaknessesOf: (name: string, lines: readonly SourcedLine[]) => readonly Words[];
}

/** Which folders may be volumes depends on who gives them. */
export function readBasis(container: Container, by: Giver, options: BasisOptions): PlanBasis {
  const { name } = container;
  const { places, newVolumes, hasImage } = options;
  const { lines, problem: unread } = readOwnConfiguration(name, places);
  return {
    name,
    lines,
    unread,
    hasImage,
    interfaces: {
      isBridge: (bridge) => existsSync(`/sys/class/net/${bridge}/bridge`),
      isInterface: (one) => existsSync(`/sys/class/net/${one}`),
    },
    problemOfVolumes: (volumes) => problemOfVolumes({ volumes, name, by }, newVolumes),
    problemOfRoot(path) {
      const problem = problemOfPlace(path, name, places);
      if (problem !== undefined) return problem;
      const opened = openTrustedRoot(path);
      if ('problem' in opened) return opened.problem;
      closeSync(opened.folder);
      return undefined;
    },
    problems: problemsOf(container, options),
    // Nothing is known of what was not read.
    weaknesses: unread === undefined ? options.weaknessesOf(name, lines) : [],
  };
}

async function problemOfVolumes(
  { volumes, name, by }: { readonly volumes: readonly NewVolume[]; readonly name: string; readonly by: Giver },
  newVolumes: BasisOptions['newVolumes'],
): Promise<Words | undefined> {
  try {
    await newVolumes.check(name, volumes, by);
    return undefined;
  } catch (error) {
    if (isFailure(error, 'volume-not-allowed')) return error.data.reason;
    throw error;
  }
}

function problemsOf({ name, isManaged }: Container, { places, originals, hasSelinux }: BasisOptions): readonly Words[] {
  if (isManaged) return [say('Bulkhead manages it already')];
  const { folder } = containerPlaces(places, name);
  const users = containerNames(places.lxc).filter((other) => other !== name && refersTo(other, folder, places));
  return [
    ...(freeNameSchema().safeParse(name).success ? [] : [say('its name is one of the isolation drill')]),
    ...(isRunning(name, places) ? [say('it runs; stop it first (lxc-stop -n {name})', { name })] : []),
    ...(hasSelinux() ? [] : [say('the kernel of this host runs without SELinux')]),
    ...(originals.has(name)
      ? [say('an original of this name is kept already; restore or remove that first (bulkheadctl adopt --help)')]
      : []),
    ...(users.length === 0
      ? []
      : [
          say('{users} uses files below {folder}; give it files of its own first', { users: users.join(', '), folder }),
        ]),
    ...(lstatSync(folder).dev === lstatSync(places.lxc).dev
      ? []
      : [say('{folder} is a file system of its own', { folder })]),
  ];
}

/**
 * Says whether it runs, by whatever cgroup it was started: LXC's monitor listens on a socket with the name of the
 * container.
 */
export function isRunning(name: string, places: HostPlaces): boolean {
  const { folder } = containerPlaces(places, name);
  const isPopulated = /^populated 1$/m.test(textOf(`${places.cgroup}/lxc.payload.${name}/cgroup.events`) ?? '');
  const sockets = readFileSync('/proc/net/unix', 'utf8').split('\n');
  return isPopulated || sockets.some((line) => line.replace(/@+$/, '').endsWith(` @${folder}/command`));
}

function refersTo(other: string, folder: string, places: HostPlaces): boolean {
  const lines = readConfiguration(containerPlaces(places, other).configuration) ?? [];
  return lines.some(({ value }) => value.includes(`${folder}/`));
}
