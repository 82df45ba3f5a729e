// SPDX-License-Identifier: Apache-2.0
/**
 * The label that a file of a volume had before, kept with the file itself in an attribute that only root can see. It
 * moves with the file, and an interrupted labelling can continue or be undone without any other record.
 */

import { ownerOfPolicyName } from '../../../sepolicy/own-domain/names.ts';
import { attributeOf, removeAttribute, setAttribute } from '../../system/native/attributes.ts';
import { labelIfAny, setLabel } from './labels.ts';

const keptName = 'trusted.bulkhead.label';
/** The folder itself has this mark: the path by which it was attached, so that no other folder passes for it. */
const markName = 'trusted.bulkhead.volume';

export function markOf(folder: number): string | undefined {
  return attributeOf(folder, markName);
}

export function mark(folder: number, source: string): void {
  setAttribute(folder, markName, source);
}

export function unmark(folder: number): void {
  removeAttribute(folder, markName);
}

/**
 * First the old label is kept, then the new one is set. A file that a container created has no old label; one that was
 * relabelled by other means in the volume has that label as its old one.
 */
export function giveLabel(file: number, label: string): void {
  const present = labelIfAny(file);
  if (present === label) return;
  if (present !== undefined && !isOfContainers(present)) setAttribute(file, keptName, present);
  setLabel(file, label);
}

/**
 * The old label, or for a file created meanwhile that of its folder. A file that was relabelled by other means keeps
 * its label. Gives the label that the file has then.
 */
export function restoreLabel(file: number, ofFolder: string | undefined): string | undefined {
  const present = labelIfAny(file);
  const old = attributeOf(file, keptName) ?? ofFolder;
  const isOurs = present === undefined || isOfContainers(present);
  if (isOurs && old !== undefined) setLabel(file, old);
  removeAttribute(file, keptName);
  return isOurs ? old : present;
}

/** The label that a file had before, or has if it never got another. */
export function oldLabelOf(file: number): string | undefined {
  const present = labelIfAny(file);
  return attributeOf(file, keptName) ?? (present !== undefined && !isOfContainers(present) ? present : undefined);
}

/** Recognises a label of containers, also when its module is gone, and the kernel does not know the type any more. */
export function isOfContainers(label: string): boolean {
  const [, role, type = ''] = label.split(':');
  if (role !== 'object_r') return false;
  return ownerOfPolicyName(type) !== undefined || /^bulkhead_(?:file|shared_\d+)_t$/.test(type);
}
