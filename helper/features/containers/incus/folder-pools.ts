// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether containers may be on pools of folders. Their root is on the file system of the host there, and systemd
 * unmounts the root for each service that has a view of its own: a boolean of the policy lets them.
 */

import { say, type Words } from '../../../../contract/text.ts';
import { booleanNow } from '../../../selinux/booleans.ts';

/** Why none may be on this pool of folders now; undefined where one may. */
export function folderPoolProblem(
  pool: string,
  isOn = booleanNow('bulkhead_incus_folders') === true,
): Words | undefined {
  return isOn
    ? undefined
    : say(
        'on the pool {pool} its root is on the file system of the host, which it would have to be allowed to unmount: see ' +
          'the guide about pools of folders, and then setsebool -P bulkhead_incus_folders on',
        { pool },
      );
}
