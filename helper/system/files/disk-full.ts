// SPDX-License-Identifier: Apache-2.0
/** Reports a full disk by the failure that the contract declares for it. */

import { Failure } from '../../../contract/errors.ts';
import { hasCode } from '../errno.ts';

/** The failure `disk-full` for a disk without space; any other error as it is. */
export function asDiskFull(error: unknown, path: string): unknown {
  return hasCode(error, 'ENOSPC', 'EDQUOT') ? new Failure('disk-full', { path }) : error;
}
