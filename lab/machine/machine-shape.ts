// SPDX-License-Identifier: Apache-2.0
/**
 * What a machine has instead of the usual one's hardware, and beyond it. A recipe decides it, since a snapshot of its
 * guest can only resume in the same machine.
 */
export interface MachineShape {
  /** The memory is in MiB. */
  readonly memory: number;
  /** The size of a second, empty disk, as qemu-img writes sizes: /dev/vdb in the guest. */
  readonly dataDisk: string;
}
