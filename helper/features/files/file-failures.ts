// SPDX-License-Identifier: Apache-2.0
/** What the kernel says about a file of a container, as the failure that the contract declares for it. */

import { fail, Failure } from '../../../contract/errors.ts';
import { say, type Words } from '../../../contract/text.ts';
import { codeOf } from '../../system/errno.ts';

/** A file as a caller names it. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

export function failUnusable({ name, path }: NamedFile, reason: Words): never {
  return fail('file-not-usable', { name, path, reason });
}

/** Codes of the kernel, and what each means here. */
const reasons: Readonly<Record<string, Words>> = {
  ELOOP: say('a link in it leads in a circle, or is a link of the kernel, which is not followed'),
  EXDEV: say(
    'it leads to another file system; and a folder that comes from the image cannot be renamed: make ' +
      'another, and move what is in it',
  ),
  ENOTDIR: say('it is no folder, or a part of it is none'),
  EISDIR: say('it is a folder'),
  ENOTEMPTY: say('the folder is not empty; remove it with all that is in it'),
  EROFS: say('it lies on a file system that is mounted read-only'),
  EPERM: say('its file system does not allow this; it may be immutable'),
  EACCES: say("the host's SELinux policy does not allow this to the helper"),
  EAGAIN: say('its folders are being moved; try again'),
  EBUSY: say('the host uses it'),
  EINVAL: say('its file system does not allow this, or it would lie in itself'),
  EMLINK: say('it has as many names as its file system allows'),
  ENAMETOOLONG: say('a part of it is longer than its file system allows'),
  ENXIO: say('it is no file with content'),
  EOPNOTSUPP: say('its file system has no files without a name, by which it would be written whole or not at all'),
};

/** Gives the failure for an error of the kernel; any other error as it is. */
export function asFileFailure({ name, path }: NamedFile, error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof Failure || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === 'ENOENT') return new Failure('file-not-found', { name, path });
  if (code === 'EEXIST') return new Failure('file-exists', { name, path });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('disk-full', { path: `${path} of ${name}` });
  return new Failure('file-not-usable', { name, path, reason: reasons[code] ?? say('the host says {code}', { code }) });
}
