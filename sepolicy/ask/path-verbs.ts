// SPDX-License-Identifier: Apache-2.0
/** Words of every day for what is done to a file or folder, as permissions of the class that it has. */

import { type Phrase, say } from '../../contract/text.ts';
import type { PathVerb } from '../../contract/model/policy/policy-question.ts';

/** What may be done, within a sentence. */
export const verbs: Readonly<Record<PathVerb, Phrase>> = {
  read: say('read'),
  write: say('write'),
  execute: say('execute'),
  list: say('list'),
  create: say('create'),
  delete: say('delete'),
};

const ofFiles: Readonly<Record<PathVerb, readonly string[]>> = {
  read: ['open', 'read', 'getattr'],
  write: ['open', 'write', 'getattr'],
  execute: ['open', 'read', 'execute', 'getattr'],
  list: ['open', 'read', 'getattr'],
  create: ['create', 'open', 'write'],
  delete: ['unlink'],
};
const ofFolders: Readonly<Record<PathVerb, readonly string[]>> = {
  read: ['open', 'read', 'search', 'getattr'],
  write: ['open', 'write', 'search', 'add_name'],
  execute: ['search', 'getattr'],
  list: ['open', 'read', 'search', 'getattr'],
  create: ['create'],
  delete: ['rmdir'],
};
/** A link is read and followed, a socket or pipe opened and written; none of them is executed. */
const ofOthers: Readonly<Record<PathVerb, readonly string[]>> = {
  read: ['read', 'getattr'],
  write: ['write', 'getattr'],
  execute: ['read', 'getattr'],
  list: ['read', 'getattr'],
  create: ['create'],
  delete: ['unlink'],
};

export function permissionsFor(verb: PathVerb, className: string): readonly string[] {
  if (className === 'dir') return ofFolders[verb];
  return className === 'file' || className === 'chr_file' || className === 'blk_file' ? ofFiles[verb] : ofOthers[verb];
}
