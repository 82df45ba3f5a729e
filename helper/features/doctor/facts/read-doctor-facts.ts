// SPDX-License-Identifier: Apache-2.0
/** Gathers the facts of the doctor: from the features that know them already, and from files for the rest. */

import { existsSync } from 'node:fs';
import { isAddressMissing } from '../../../../contract/wording/describe-address-problem.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { isContextKnown } from '../../../selinux/known-context.ts';
import { containersThatFit, readSubidFile } from '../../../lxc/id-ranges.ts';
import { bridgeOf } from '../../../lxc/network/bridge-of.ts';
import { networkUnitOf } from '../../../lxc/network/network-unit.ts';
import { readRaisedSettings } from '../../../lxc/network/table-floors.ts';
import { isClockSynchronised } from '../../../system/native/clock.ts';
import { distributionOf } from '../../../../contract/rules/distribution.ts';
import { textOf } from '../../../system/files/text-of.ts';
import type { DoctorHost } from '../doctor-host.ts';
import type {
  ClockFacts,
  DoctorFacts,
  IdFacts,
  MissingPortTypes,
  UnaddressedContainer,
  UnitsOfHost,
} from './doctor-facts.ts';
import {
  builtAt,
  missingActions,
  missingLxcFiles,
  missingTools,
  readConfiguredMode,
  readIncusDomain,
  readNetworkFacts,
  readNodeFacts,
  readServiceFacts,
} from './read-host-files.ts';
import { readKernelFeatures } from './read-kernel-features.ts';
import { readOpenDomains } from './read-open-domains.ts';
import { readUnits } from './read-units.ts';
import { unitNames } from './unit-names.ts';

/** The categories at the upper end of those that containers and volumes get. */
const lastCategories = 'system_u:object_r:unlabeled_t:s0:c1022,c1023';

export async function readDoctorFacts(host: DoctorHost, signal: AbortSignal): Promise<DoctorFacts> {
  const [info, denialLog, auditLog, modules, foreignModules, images, containers, networkProblems, tables, units] =
    await Promise.all([
      host.information(),
      host.denialLog(),
      host.auditLog.read(),
      host.shippedModules(signal),
      host.foreignModules(signal),
      host.images(signal),
      host.containers.list(signal),
      host.networkProblems(signal),
      host.tables.read(signal),
      readOwnUnits(host, signal),
    ]);
  const incusDomain = readIncusDomain();
  return {
    info,
    distribution: distributionOf(textOf('/etc/os-release') ?? ''),
    kernel: readKernelFeatures(),
    controllers: (textOf('/sys/fs/cgroup/cgroup.controllers') ?? '').trim().split(/\s+/),
    missingActions: missingActions(),
    selinux: { configured: readConfiguredMode(), hasCategories: isContextKnown(lastCategories) },
    modules,
    foreignModules,
    missingTools: missingTools(),
    missingLxcFiles: missingLxcFiles(),
    network: readNetworkFacts(),
    networkProblems,
    ids: readIds(containers.filter(({ userNamespaceBase }) => userNamespaceBase !== null).length),
    denialLog,
    auditLog,
    clock: readClock(host),
    node: readNodeFacts(),
    service: readServiceFacts(),
    units,
    incusDomain,
    openDomainsOfIncus: readOpenDomains(incusDomain),
    images: images.length,
    missingPortTypes: containers.flatMap(missingPortTypes),
    tables: { ...tables, raised: readRaisedSettings() },
    unaddressed: containers.flatMap(unaddressed),
  };
}

async function readOwnUnits({ ownNetworks }: DoctorHost, signal: AbortSignal): Promise<UnitsOfHost> {
  const networks = ownNetworks().map(networkUnitOf);
  return { ...(await readUnits([...unitNames, ...networks], signal)), networks };
}

/** Any object may have any type, as far as the kernel judges contexts. */
function missingPortTypes({ name, connectTypes }: Container): readonly MissingPortTypes[] {
  const types = connectTypes.filter((type) => !isContextKnown(`system_u:object_r:${type}:s0`));
  return types.length === 0 ? [] : [{ container: name, types }];
}

function unaddressed({ name, network, addressProblem: problem }: Container): readonly UnaddressedContainer[] {
  if (!isAddressMissing(problem)) return [];
  return [{ name, problem, bridge: network === null ? undefined : bridgeOf(network) }];
}

function readIds(taken: number): IdFacts {
  const [users, groups] = ['/etc/subuid', '/etc/subgid'].map((path) => containersThatFit(readSubidFile(path)));
  return { users: users ?? 0, groups: groups ?? 0, taken };
}

const timeServices = ['systemd-timesyncd', 'chrony', 'chronyd', 'ntp', 'ntpsec', 'ntpd', 'openntpd'];

function readClock({ now, program }: DoctorHost): ClockFacts {
  let isSynchronised: boolean | undefined;
  try {
    isSynchronised = isClockSynchronised();
  } catch {
    isSynchronised = undefined;
  }
  const hasTimeService = timeServices.some((name) => existsSync(`/usr/lib/systemd/system/${name}.service`));
  return { isSynchronised, hasTimeService, now: now(), builtAt: builtAt(program) };
}
