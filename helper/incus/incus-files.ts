// SPDX-License-Identifier: Apache-2.0
/** Files of an instance that does not run, written by Incus: from inside its root, so that no link leads out of it. */

import type { IncusClient } from './incus-client.ts';
import { type InstanceName, pathOf } from './incus-instances.ts';

interface WrittenFile {
  readonly path: string;
  readonly text: string;
  /** In octal digits. */
  readonly mode: string;
}

/** Replaces what the file holds; it belongs to the instance's root. */
export async function writeInstanceFile(
  client: IncusClient,
  instance: InstanceName,
  { path, text, mode }: WrittenFile,
): Promise<void> {
  await client.change({
    method: 'POST',
    path: `${pathOf(instance, '/files')}&path=${encodeURIComponent(path)}`,
    content: {
      text,
      headers: {
        'x-incus-type': 'file',
        'x-incus-write': 'overwrite',
        'x-incus-mode': mode,
        'x-incus-uid': '0',
        'x-incus-gid': '0',
      },
    },
  });
}
