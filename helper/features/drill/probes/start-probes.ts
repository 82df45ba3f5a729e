// SPDX-License-Identifier: Apache-2.0
/** Attempts that the host itself carries out: a start, and a command that it brings in. */

import { say } from '../../../../contract/text.ts';
import type { Probe } from './probe.ts';

/** Not made by the program, but by starting the attacker. */
export const linkedStart = 'start-links';

export const startProbes: readonly Probe[] = [
  {
    id: linkedStart,
    class: 'start',
    breach: 'harm',
    heldBy: 'runtime',
    expectedLayers: ['runtime'],
    title: say("Have the host mount or write through links that lead out of the container's tree while it starts"),
    holes: ['CVE-2015-1335', 'CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881'],
  },
  {
    id: 'attach-exe',
    class: 'start',
    breach: 'success',
    heldBy: 'runtime',
    expectedLayers: ['selinux', 'runtime'],
    meanwhile: 'attach',
    title: say('Overwrite the program of the host that is just bringing a command in'),
    holes: ['CVE-2019-5736'],
  },
  {
    id: 'attach-fds',
    class: 'start',
    breach: 'success',
    heldBy: 'runtime',
    expectedLayers: ['runtime'],
    watch: 'descriptors',
    title: say('Use what the host left open in a command that it brought in: a descriptor, or a folder outside'),
    holes: ['CVE-2024-21626'],
    changesNothing: true,
  },
];
