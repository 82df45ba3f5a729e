// SPDX-License-Identifier: Apache-2.0
/**
 * What other tools give containers on Fedora, counted once in Fedora's own policy, which no test has at hand:
 * selinux-policy of 2024-10-24 with container-selinux 2.234.1, compiled from source; udica 0.2.8 on an inspected
 * container with Podman's default capabilities. Counted as here; setools and libsepol's engine gave the same.
 */

import type { DomainCount } from '../../contract/model/policy/domain-count.ts';

/** The columns in the order in which they are shown. */
type Figures = readonly [
  ...(readonly [own: number, otherContainers: number, acrossCategories: number]),
  ...(readonly [kernelFileSystems: number, hostFiles: number, devices: number, network: number]),
  ...(readonly [hostProcesses: number, capabilities: number, kernelEntry: number]),
];

function peer(domain: string, total: number, figures: Figures): DomainCount {
  const [ownTypes, otherContainers, acrossCategories, ...rest] = figures;
  const [kernelFileSystems, hostFiles, devices, network, hostProcesses, capabilities, kernelEntry] = rest;
  const columns = {
    ownTypes,
    otherContainers,
    kernelFileSystems,
    hostFiles,
    devices,
    network,
    hostProcesses,
    capabilities,
    kernelEntry,
  };
  return { domain, total, columns, acrossCategories };
}

export const peersOnFedora: readonly DomainCount[] = [
  peer('udica, nginx', 42_563, [187, 458, 256, 604, 25_672, 275, 17, 14_434, 77, 839]),
  peer('udica, no ports', 42_534, [186, 458, 256, 604, 25_656, 275, 5, 14_434, 77, 839]),
  peer('container_init_t', 40_613, [0, 563, 364, 633, 14_397, 267, 9461, 14_366, 77, 849]),
  peer('container_t', 52_122, [0, 654, 406, 624, 25_740, 276, 9461, 14_439, 77, 851]),
  peer('spc_t', 2_111_717, [0, 41_988, 41_967, 9252, 630_737, 14_322, 9471, 1_377_318, 72, 28_557]),
];
