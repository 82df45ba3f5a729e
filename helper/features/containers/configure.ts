// SPDX-License-Identifier: Apache-2.0
/**
 * Changes the limits of a container: first those that the kernel enforces, then the written ones, so that a limit can
 * be tightened whatever the state of the disk.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, isFailure } from '../../../contract/errors.ts';
import { type LimitKey, limitKeys, limitKeysBy } from '../../../contract/model/settings/limit-kinds.ts';
import type { Params, GivenResult } from '../../../contract/operations/index.ts';
import type { Words } from '../../../contract/text.ts';
import {
  applyLimit,
  type CgroupLimitKey,
  type CgroupLimits,
  cgroupLimitKeys,
  cgroupLimitLines,
  limitLines,
  limitsOf,
} from '../../cgroup/limits.ts';
import { cpuSetProblem } from '../../cgroup/cpu-set.ts';
import { ioFiles, ioLimitKeys, type IoLimits, ioProblem } from '../../cgroup/io-limits.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { Configurations } from './configurations.ts';
import { ioLines, withIoLines } from '../../cgroup/io-lines.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { runCgroup } from '../../lxc/runtime.ts';
import type { ContainersHost } from './containers-host.ts';

type Applied = GivenResult<'container.configure'>['applied'][number];

/** Only these limits are changed; null takes one away. */
type Wanted = Params<'container.configure'>['limits'];

const diskKeys = limitKeysBy('layer');

/**
 * Gives the function that changes the limits of a managed container; it reports for each named limit how it applies.
 * The container has to be locked.
 */
export function createConfigure(
  { places, layers, ioDisk }: Pick<ContainersHost, 'places' | 'layers' | 'ioDisk'>,
  configurations: Configurations,
): (name: string, limits: Wanted, isRunning: boolean) => Promise<readonly Applied[]> {
  /** Changes the limits of the disk at once, also while it does not run. */
  async function configureDisk(name: string, limits: Wanted): Promise<Words | null> {
    const { layer: before } = configurations.described(name);
    const container = { name, own: containerPlaces(places, name) };
    const { layer, note } = await layers.resize(container, before, limits);
    await writeOr(
      () => configurations.choose(name, { layer }),
      () => putBack(name, before),
    );
    return note;
  }

  async function putBack(name: string, before: Layer | null): Promise<void> {
    if (before?.backing === 'project-quota') await layers.mount({ name, own: containerPlaces(places, name) }, before);
  }

  function configureIo(name: string, limits: Partial<IoLimits>, isRunning: boolean): Applied['applies'] {
    const disk = ioDisk();
    const problem = ioProblem(limits, disk);
    if (problem !== undefined) fail('limit-not-possible', { name, ...problem });
    const io = { ...configurations.described(name).io, ...limits };
    const isLive =
      isRunning &&
      disk !== undefined &&
      ioFiles(io, disk, true).every(({ file, text }) => isWritten(join(runCgroup(places.cgroup, name), file), text));
    configurations.choose(name, { io });
    configurations.write(name, withIoLines(configurations.linesOf(name), ioLines(io, disk)));
    return isLive ? 'live' : 'next-start';
  }

  function configureCgroup(
    name: string,
    {
      wanted,
      limits,
      isRunning,
    }: { readonly wanted: readonly CgroupLimitKey[]; readonly limits: Wanted; readonly isRunning: boolean },
  ): readonly Applied[] {
    const lines = configurations.linesOf(name);
    const changed = { ...limitsOf(lines), ...Object.fromEntries(wanted.map((key) => [key, limits[key] ?? null])) };
    configurations.write(name, [...lines.filter(({ key }) => !cgroupLimitLines.has(key)), ...limitLines(changed)]);
    return wanted.map((key) => ({
      key,
      applies: isRunning ? applyLive(name, key, changed) : 'next-start',
      note: null,
    }));
  }

  function applyLive(name: string, key: CgroupLimitKey, limits: CgroupLimits): Applied['applies'] {
    try {
      applyLimit(runCgroup(places.cgroup, name), key, limits);
      return 'live';
    } catch (error) {
      if (isFailure(error)) throw error;
      return 'next-start';
    }
  }

  return async (name, limits, isRunning) => {
    const isAsked = (key: LimitKey): boolean => limits[key] !== undefined;
    const applied: Applied[] = [];
    const problem = cpuSetProblem(limits.cpuSet, places.cgroup);
    if (problem !== undefined) fail('limit-not-possible', { name, ...problem });
    const [disk, io, cgroup] = [diskKeys.filter(isAsked), ioLimitKeys.filter(isAsked), cgroupLimitKeys.filter(isAsked)];
    if (disk.length > 0) {
      const note = await configureDisk(name, limits);
      applied.push(...disk.map((key): Applied => ({ key, applies: 'live', note })));
    }
    if (io.length > 0) {
      const applies = configureIo(name, pick(limits, io), isRunning);
      applied.push(...io.map((key): Applied => ({ key, applies, note: null })));
    }
    if (cgroup.length > 0) applied.push(...configureCgroup(name, { wanted: cgroup, limits, isRunning }));
    return applied.sort((a, b) => limitKeys.indexOf(a.key) - limitKeys.indexOf(b.key));
  };
}

function pick(limits: Wanted, keys: readonly (keyof IoLimits)[]): Partial<IoLimits> {
  return Object.fromEntries(keys.map((key) => [key, limits[key] ?? null]));
}

async function writeOr(write: () => void, undo: () => Promise<void>): Promise<void> {
  try {
    write();
  } catch (error) {
    await undo();
    throw error;
  }
}

/** False for a file that this kernel, or this cgroup, does not have. */
function isWritten(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
}
