// SPDX-License-Identifier: Apache-2.0
/**
 * Which probes a run tries: all of them, or the requested ones together with the one that shows whether there is
 * isolation at all.
 */

import { fail } from '../../../../contract/errors.ts';
import { probes } from './probe-list.ts';
import type { Probe, SurfaceProbe } from './probe.ts';
import { surfaceProbes } from './surface-probes.ts';

export interface ChosenProbes {
  readonly probes: readonly Probe[];
  readonly surface: readonly SurfaceProbe[];
  readonly isPartial: boolean;
}

/**
 * SELinux alone blocks it, and without SELinux it gets the secret. A run in which it is breached does not pass,
 * whatever else was requested.
 */
const control = 'file-read';

export function chooseProbes(wanted: readonly string[] | undefined): ChosenProbes {
  if (wanted === undefined) return { probes, surface: surfaceProbes, isPartial: false };
  const known = [...probes, ...surfaceProbes].map(({ id }) => id);
  for (const probe of wanted) if (!known.includes(probe)) fail('drill-probe-unknown', { probe, known });
  return {
    probes: probes.filter(({ id }) => id === control || wanted.includes(id)),
    surface: surfaceProbes.filter(({ id }) => wanted.includes(id)),
    isPartial: true,
  };
}
