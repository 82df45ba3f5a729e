// SPDX-License-Identifier: Apache-2.0
/** Says where the lab keeps what it caches. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../hosts/lab-instance.ts';
import type { MachineShape } from './machine/machine-shape.ts';

/** The folder of the sources that the lab runs from. */
export const checkout = fileURLToPath(new URL('..', import.meta.url));

export const labCache = join(cacheRoot, 'bulkhead', 'lab');

export interface ImagePlaces {
  readonly folder: string;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly key: string;
  readonly hostKeys: string;
  /** The machines in which it runs have this shape; the usual one's when undefined. */
  readonly shape: MachineShape | undefined;
  /** Booted as an installed host is, without what the lab needs of the kernel otherwise. */
  readonly isStock: boolean;
  /** A port of its guest that browsers of this machine reach. */
  readonly webPort: number | undefined;
}

/** What of a recipe decides the machine. */
interface MachineRecipe {
  readonly machine?: MachineShape;
  readonly isStock?: boolean;
  readonly webPort?: number;
}

export function imagePlaces(folder: string, { machine, isStock = false, webPort }: MachineRecipe = {}): ImagePlaces {
  return {
    folder,
    disk: join(folder, 'disk.qcow2'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd'),
    key: join(folder, 'id_ed25519'),
    hostKeys: join(folder, 'host_keys'),
    shape: machine,
    isStock,
    webPort,
  };
}
