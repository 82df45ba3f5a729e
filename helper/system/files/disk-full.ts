// SPDX-License-Identifier: Apache-2.0
/** Tells that a disk is full by the failure that the contract declares for it. */

import { Failure } from '../../../contract/errors.ts';
import { hasCode } from '../errno.ts';

/** The failure `disk-full` for a disk that has no room; any other error as it is. */
export function asDiskFull(error: unknown, path: string): unknown {
  return hasCode(error, 'ENOSPC', 'EDQUOT') ? new Failure('disk-full', { path }) : error;
}
