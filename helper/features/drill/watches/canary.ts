// SPDX-License-Identifier: Apache-2.0
/**
 * A descriptor that the helper leaves open on purpose, for every child that it starts: a program that is brought into a
 * container would show it, if the helper did not close what it holds before it starts one. With SELinux up the kernel
 * puts its null device in its place, which the attempt shows as well.
 */

import { closeSync } from 'node:fs';
import { openInheritableMemory } from '../../../system/native/native.ts';
import type { HostWatch } from './watched.ts';

/** Names an empty file in memory, so that nothing is given away where it leaks. */
const name = 'drill-canary';

export function leaveCanary(): HostWatch {
  const fd = openInheritableMemory(name);
  return {
    end() {
      closeSync(fd);
      return {
        sight: {
          isDone: false,
          words: `the host had left a descriptor open on purpose, /memfd:${name}, which it would have shown`,
        },
      };
    },
  };
}
