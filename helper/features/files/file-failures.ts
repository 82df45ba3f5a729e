// SPDX-License-Identifier: Apache-2.0
/** What the kernel says about a file of a container, as the failure that the contract declares for it. */

import { fail, Failure } from '../../../contract/errors.ts';
import { codeOf } from '../../system/errno.ts';

/** A file as a caller names it. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

export function failUnusable({ name, path }: NamedFile, reason: string): never {
  return fail('file-not-usable', { name, path, reason });
}

/** Codes of the kernel, and what each means here. */
const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'a link in it leads in a circle, or is a link of the kernel, which is not followed',
  EXDEV:
    'it leads to another file system; and a folder that comes from the image cannot be renamed: make another, and move ' +
    'what is in it',
  ENOTDIR: 'it is no folder, or a part of it is none',
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'the folder is not empty; remove it with all that is in it',
  EROFS: 'it lies on a file system that is mounted read-only',
  EPERM: 'its file system does not allow this; it may be immutable',
  EACCES: "the host's SELinux policy does not allow this to the helper",
  EAGAIN: 'its folders are being moved; try again',
  EBUSY: 'the host uses it',
  EINVAL: 'its file system does not allow this, or it would lie in itself',
  EMLINK: 'it has as many names as its file system allows',
  ENAMETOOLONG: 'a part of it is longer than its file system allows',
  ENXIO: 'it is no file with content',
  EOPNOTSUPP: 'its file system has no files without a name, by which it would be written whole or not at all',
};

/** The failure for an error of the kernel; any other error as it is. */
export function asFileFailure({ name, path }: NamedFile, error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof Failure || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === 'ENOENT') return new Failure('file-not-found', { name, path });
  if (code === 'EEXIST') return new Failure('file-exists', { name, path });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('disk-full', { path: `${path} of ${name}` });
  return new Failure('file-not-usable', { name, path, reason: reasons[code] ?? `the host says ${code}` });
}
