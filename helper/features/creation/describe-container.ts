// SPDX-License-Identifier: Apache-2.0
/** Writes what makes a mounted container one of Bulkhead's: its description, and what would mount it without a helper. */

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { changedSettings } from '../../../contract/model/containers/settings-change.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import { changedTags } from '../../../contract/model/containers/tag.ts';
import type { Description } from '../../lxc/description.ts';
import { rootLines, writeMountTable } from '../../lxc/mount-table.ts';
import { hostnameFile } from '../../lxc/root-identity.ts';
import { untilDurable } from '../../system/files/write-durably.ts';
import type { CheckedCreation } from './check-creation.ts';
import { ioOf } from './choose-configuration.ts';
import type { CreationWork, Reserved } from './creation-work.ts';
import type { MadeFiles } from './make-files.ts';

interface MadeParts {
  readonly reserved: Reserved;
  readonly checked: CheckedCreation;
  readonly files: MadeFiles;
}

/** Gives what resolves once all that was made of it is on the disk. */
export async function describeContainer(
  work: CreationWork,
  { reserved, checked, files }: MadeParts,
): Promise<{ readonly durable: Promise<void> }> {
  const { request, host } = work;
  const { name, network, published } = request;
  const { own } = reserved;
  const { init, connectTypes } = checked;
  const { layer, root } = files;
  // They are checked again, in one turn with the writing: another container may have published the same port in
  // between.
  host.newPublications.check(name, network, published);
  host.reservations.check(request);
  const description = descriptionOf(work, reserved, { connectTypes, layer });
  // Volumes come later, and with them another table.
  writeMountTable(own, [...host.layers.mountLines(own, layer), ...rootLines(root)]);
  writeFileSync(own.description, `${JSON.stringify(description, undefined, 2)}\n`, { mode: 0o600 });
  await host.reservations.settle();
  if (init !== undefined) await host.making.bringProgram(name);
  return { durable: untilDurable(pathsOf(work, reserved, files)) };
}

function descriptionOf(
  { request, by }: CreationWork,
  { plainDomain }: Reserved,
  { connectTypes, layer }: { readonly connectTypes: readonly string[]; readonly layer: Description['layer'] },
): Description {
  const { image, network, confinement, ports, allow, published } = request;
  return {
    version: 1,
    image,
    network,
    confinement,
    plainDomain,
    createdAt: Date.now() / 1000,
    ports,
    allow,
    connectTypes: [...connectTypes],
    learningUntil: null,
    learnedSince: null,
    learnedLost: null,
    volumes: [],
    published,
    links: [],
    tags: changedTags([], { add: request.tags, remove: [] }),
    settings: changedSettings(noSettings, request.settings),
    isHostnameDue: false,
    layer,
    io: ioOf(request),
    original: by.original ?? null,
  };
}

function pathsOf({ host }: CreationWork, { own }: Reserved, { folders, isCopy }: MadeFiles): readonly string[] {
  return [
    own.configuration,
    own.description,
    own.mountTable,
    own.folder,
    host.places.lxc,
    folders.upper,
    ...(isCopy ? [] : [join(folders.upper, hostnameFile)]),
    own.layers,
    dirname(own.layers),
  ];
}
