// SPDX-License-Identifier: Apache-2.0
/**
 * The attempts of the drill, declared once: what each tries, which layers should stop it, and what counts as stopped.
 * How it is tried is in programs/.
 */

import { fileProbes, pageProbes } from './file-probes.ts';
import { kernelCallProbes } from './kernel-call-probes.ts';
import { kernelFileProbes, mountProbes, socketProbes } from './kernel-probes.ts';
import { selinuxProbes } from './label-probes.ts';
import { networkProbes } from './network-probes.ts';
import type { Probe } from './probe.ts';
import { ipcProbes, processProbes } from './process-probes.ts';
import { resourceProbes } from './resource-probes.ts';
import { startProbes } from './start-probes.ts';

export const probes: readonly Probe[] = [
  ...[...pageProbes, ...fileProbes, ...processProbes, ...ipcProbes],
  ...[...socketProbes, ...kernelCallProbes, ...kernelFileProbes, ...mountProbes],
  ...[...selinuxProbes, ...networkProbes, ...startProbes, ...resourceProbes],
];
