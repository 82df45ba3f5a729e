// SPDX-License-Identifier: Apache-2.0
/** Writes the source of a module: for what was chosen for a container, and for what changes about it later. */

import { fail } from '../../../contract/errors.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import type { ConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import { say } from '../../../contract/text.ts';
import { withCategories } from '../../../sepolicy/own-domain/categories.ts';
import {
  generateModule,
  type ServedPort,
  type SharedVolume,
  withSharedVolumes,
} from '../../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import { plainNumberOf } from '../../../sepolicy/own-domain/names.ts';
import type { CategoryPair } from '../../selinux/category-pairs.ts';
import { sharedTypeOf } from '../../selinux/shared-categories.ts';
import type { Chosen, ModuleFacts } from '../containers/ports/domains.ts';
import type { DomainModulesOptions } from './install-module.ts';

type WrittenModule = Chosen & { readonly owner: string; readonly isPermissive: boolean };

/** Gives the source of a module for what was chosen for its container. */
export async function writeModule(
  host: DomainModulesOptions,
  { owner, ports, allow, connectTypes, volumes, isPermissive }: WrittenModule,
  signal: AbortSignal,
): Promise<string> {
  const source = generateModule({
    owner,
    ports: await findPortTypes(host, ports, signal),
    allow,
    connectTypes,
    volumes: sharedOf(volumes),
    hasVolumes: false,
  });
  return isPermissive ? learningModule(source, owner) : source;
}

async function findPortTypes(
  { policy }: DomainModulesOptions,
  ports: readonly ServedPortNumber[],
  signal: AbortSignal,
): Promise<readonly ServedPort[]> {
  if (ports.length === 0) return [];
  const types = await policy.ask('port-types', ports, signal);
  return ports.map((port, index) => ({
    ...port,
    type:
      types[index] ??
      fail('policy-rejected', {
        problems: [
          {
            line: null,
            problem: say('the loaded policy has no type for {protocol} port {port}', {
              protocol: port.protocol,
              port: port.port,
            }),
          },
        ],
      }),
  }));
}

/** Gives the types of ports of these targets. Fails with `policy-rejected` for those that the policy has no type for. */
export async function findConnectTypes(
  { policy }: DomainModulesOptions,
  targets: ConnectTargets,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (targets.connectTypes.length + targets.connectPorts.length === 0) return [];
  const { types, problems } = await policy.ask('connect-targets', targets, signal);
  if (problems.length > 0) fail('policy-rejected', { problems: problems.map((problem) => ({ line: null, problem })) });
  return types;
}

/** The text of the module of a plain domain that allows nothing beyond every container; undefined for any other owner. */
export function emptyOf(owner: string): string | undefined {
  if (plainNumberOf(owner) === undefined) return undefined;
  return generateModule({ owner, ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false });
}

/** Gives the source with what the facts about its owner say: the volumes that it shares, and its categories. */
export function withFacts(source: string, owner: string, { volumes, pair }: ModuleFacts): string {
  return withPair(withSharedVolumes(source, owner, sharedOf(volumes)), owner, pair);
}

/** A plain domain is that of one container at a time, so that what it makes needs no categories to be its own. */
export function withPair(source: string, owner: string, pair: CategoryPair): string {
  return plainNumberOf(owner) === undefined ? withCategories(source, owner, pair) : source;
}

function sharedOf(volumes: readonly Volume[]): readonly SharedVolume[] {
  return volumes.flatMap(({ category, readOnly }) =>
    category === null ? [] : [{ type: sharedTypeOf(category), isReadOnly: readOnly }],
  );
}
