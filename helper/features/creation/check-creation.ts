// SPDX-License-Identifier: Apache-2.0
/** Checks whether a container can be created as it is asked for, before anything of it is made. */

import { fail } from '../../../contract/errors.ts';
import { cpuSetProblem } from '../../cgroup/cpu-set.ts';
import { ioProblem } from '../../cgroup/io-limits.ts';
import { ensureNetwork } from '../../lxc/network/nat-bridge.ts';
import { bringHostInit } from '../../lxc/program/host-init.ts';
import { checkSelinux } from '../../selinux/check-selinux.ts';
import type { CreationWork } from './creation-work.ts';

/** What was found on the way. */
export interface CheckedCreation {
  /** The image has its root folder there. */
  readonly image: string;
  /** The init that runs its program; undefined for one that runs its own. */
  readonly init: string | undefined;
  /** Types of the ports that its domain may connect to. */
  readonly connectTypes: readonly string[];
}

/** Brings up the networks, and fails with what prevents the creation. */
export async function checkCreation({ request, by, host, signal }: CreationWork): Promise<CheckedCreation> {
  const { name, network, published } = request;
  const image = await host.imageRoot(request.image);
  const init = runsProgram(request) ? bringHostInit(name, host.places.state) : undefined;
  if (request.files !== undefined) await host.filesOfOthers.check(name, request.files, request.image);
  checkSelinux();
  checkLimits(request, host);
  await host.newVolumes.check(name, request.volumes, by);
  host.newPublications.check(name, network, published);
  const connectTypes = request.confinement === 'shared' ? [] : await host.ownDomains.connectTypes(request, signal);
  await host.reservations.bring();
  await ensureNetwork(network, signal);
  host.reservations.check(request);
  if (init !== undefined) host.reservations.ofProgram(request);
  signal.throwIfAborted();
  return { image, init, connectTypes };
}

function runsProgram({ settings }: CreationWork['request']): boolean {
  return settings.program.length > 0;
}

function checkLimits(
  { name, limits }: CreationWork['request'],
  { layers, places, ioDisk }: CreationWork['host'],
): void {
  const problem = ioProblem(limits, ioDisk()) ?? cpuSetProblem(limits.cpuSet, places.cgroup);
  if (problem !== undefined) fail('limit-not-possible', { name, ...problem });
  layers.check(name, limits);
}
