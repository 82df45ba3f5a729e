// SPDX-License-Identifier: Apache-2.0
/** What an exported container says about itself, made of a container, and read from a file that a stranger may have made. */

import { fail } from '../../../contract/errors.ts';
import { type Container, networkSchema } from '../../../contract/model/containers/container.ts';
import { type ExportManifest, exportManifestSchema } from '../../../contract/model/containers/export-manifest.ts';
import { limitsSchema } from '../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { clusterOperations } from '../../../contract/operations/host/cluster.ts';
import { type ChosenContainer, newContainerSchema } from '../../../contract/operations/containers/creation.ts';
import type { Params } from '../../../contract/operations/index.ts';

export interface ExportedFiles {
  readonly image: ExportManifest['image'];
  readonly wasRunning: boolean;
  /** Seconds since the epoch. */
  readonly exportedAt: number;
}

/** Fails with `container-not-managed` for one of which not enough is known. */
export function manifestOf(container: Container, files: ExportedFiles): ExportManifest {
  const { name, limits, network, confinement, ports, allow, connectTypes, tags, settings } = container;
  if (network === null) fail('container-not-managed', { name });
  return exportManifestSchema().parse({
    format: 'bulkhead-container',
    version: 1,
    name,
    ...files,
    limits: limitsSchema().parse(limits),
    network: networkSchema().parse(network),
    confinement: confinement === 'shared' || confinement === null ? 'shared' : 'own',
    ports,
    allow,
    connectTypes,
    tags,
    // An address is the host's to give.
    settings: { ...(settings ?? noSettings), address: null },
  });
}

/** Fails with `archive-unusable`. */
export function readManifest(text: string | undefined): ExportManifest {
  if (text === undefined)
    fail('archive-unusable', {
      reason: 'it says nothing about its container; give a file that bulkheadctl export made',
    });
  const version = versionOf(text);
  if (typeof version === 'number' && version > 1)
    fail('archive-unusable', { reason: 'it was exported by a newer helper; update this one first' });
  const parsed = exportManifestSchema().safeParse(parsedOrNull(text));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.filter((part) => typeof part === 'string').join('.') ?? '';
  fail('archive-unusable', {
    reason: `what it says about its container is not valid${/^[a-zA-Z.]{1,60}$/.test(field) ? `, in ${field}` : ''}`,
  });
}

/** The creation that it asks for; what the caller chose comes before what it says. */
export function creationOf(
  { name, image, network, limits, confinement, ports, allow, connectTypes, tags, settings }: ExportManifest,
  chosen: Params<'container.import'>,
): ChosenContainer {
  const parsed = newContainerSchema().safeParse({
    name: chosen.name ?? name,
    image: chosen.image ?? image?.name ?? ownImageOf(chosen.name ?? name),
    network: chosen.network ?? network,
    limits,
    confinement,
    ports,
    allow,
    connectTypes,
    tags,
    // A host name that was chosen for it stays its own under another name too; an address may be another one's here.
    settings: { ...settings, address: null },
  });
  if (parsed.success) return parsed.data;
  failOfName(parsed.error.issues[0]?.message);
}

/** The file is imported into Incus. */
export type ChosenInstance = Params<'container.import'> & {
  readonly incus: NonNullable<Params<'container.import'>['incus']>;
};

/** What Incus is asked for, but for its image. */
type InstanceCreation = Params<'cluster.create'> & { readonly pool: string };

export interface InstancePlace {
  /** The member that is asked; undefined without a cluster. */
  readonly here: string | undefined;
  /** What the image takes that the files lie on, since one volume holds both. */
  readonly imageBytes: number;
}

/** Reads the creation of an instance of Incus, which has fewer choices. */
export function instanceCreationOf(
  { name, limits: { memoryBytes, cpus, pids, diskBytes } }: ExportManifest,
  chosen: Pick<ChosenInstance, 'name' | 'incus'>,
  { here, imageBytes }: InstancePlace,
): InstanceCreation {
  const { pool, member = here } = chosen.incus;
  const parsed = clusterOperations['cluster.create'].params.safeParse({
    name: chosen.name ?? name,
    pool,
    ...(member !== undefined && { member }),
    limits: { memoryBytes, cpus, pids, diskBytes: diskBytes === null ? null : diskBytes + imageBytes },
  });
  if (parsed.success) return { ...parsed.data, pool };
  failOfName(parsed.error.issues[0]?.message);
}

function failOfName(message = ''): never {
  fail('archive-unusable', { reason: `a container cannot have its name: ${message}` });
}

/** Names the image of a container that is imported with a whole root. */
function ownImageOf(container: string): string {
  return `imported-${container}`.slice(0, 63).replace(/\.+$/, '');
}

function versionOf(text: string): unknown {
  const value = parsedOrNull(text);
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
