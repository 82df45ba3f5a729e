// SPDX-License-Identifier: Apache-2.0
/** Makes the layer of a new container, with the files of another one where it is a copy, and mounts its root. */

import type { SecurityContext } from '../../../contract/model/contexts/security-context.ts';
import { type Layer, layerFolders } from '../../lxc/layer.ts';
import { giveIdentity } from '../../lxc/root-identity.ts';
import { mountRoot, type RootMounts } from '../../lxc/root-mounts.ts';
import { fileTypeOf } from '../../selinux/types.ts';
import type { CheckedCreation } from './check-creation.ts';
import type { CreationSteps, CreationWork, Reserved } from './creation-work.ts';
import { prepareFolders, prepareUpper } from './prepare-folders.ts';

export interface MadeFiles {
  readonly layer: Layer;
  readonly folders: RootMounts['layer'];
  /** It has files of another container. */
  readonly isCopy: boolean;
  readonly root: RootMounts;
}

export async function* makeFiles(
  work: CreationWork,
  reserved: Reserved,
  { image, init }: CheckedCreation,
): CreationSteps<MadeFiles> {
  const { request, host, signal } = work;
  const { name } = request;
  const { own, ids, context } = reserved;
  yield { step: 'prepare-image' };
  prepareFolders(own, ids);
  const layer = await host.layers.make({ name, own }, { ids, limits: request.limits }, signal);
  signal.throwIfAborted();
  const folders = layerFolders(own, layer);
  const isCopy = yield* fillLayer(work, reserved, folders.upper);

  yield { step: 'mount' };
  const files: SecurityContext = { ...context, role: 'object_r', type: fileTypeOf(context.type) };
  const root: RootMounts = { name, places: own, layer: folders, image, init, ids, context: files };
  mountRoot(root);
  host.layers.settle({ name, own }, layer);
  signal.throwIfAborted();
  return { layer, folders, isCopy, root };
}

/** Gives whether it was filled with files of another container. */
async function* fillLayer(
  { request, by, host, signal }: CreationWork,
  { ids }: Reserved,
  upper: string,
): CreationSteps<boolean> {
  const { name, files } = request;
  const { tree } = by;
  const hostname = request.settings.hostname ?? name;
  if (files === undefined && tree === undefined) {
    prepareUpper(upper, ids, hostname);
    return false;
  }
  yield { step: 'copy-files' };
  if (files !== undefined) await host.filesOfOthers.copy(files, { name, upper, ids }, signal);
  else if (tree !== undefined) await host.filesOfOthers.copyTree(tree, { name, upper, ids }, signal);
  signal.throwIfAborted();
  giveIdentity(upper, { ids, hostname });
  return true;
}
