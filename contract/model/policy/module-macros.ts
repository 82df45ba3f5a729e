// SPDX-License-Identifier: Apache-2.0
/** The macros of the base modules that the module of one container may call, after those that make its types. */

import { allChoices, type Choice } from './choices.ts';

/** These macros take the domain and one type of the policy. */
export const macrosOfType = [
  'bulkhead_serve_tcp',
  'bulkhead_serve_udp',
  'bulkhead_connect_tcp',
  'bulkhead_use_device',
  'bulkhead_reach',
] as const;

/** These macros take the domain and the type of a volume that several containers share. */
export const macrosOfVolume = ['bulkhead_use_volume', 'bulkhead_read_volume'] as const;

/** Names the macro of a choice, which takes the domain alone. */
export function choiceMacro(choice: Choice): string {
  return `bulkhead_allow_${choice.replaceAll('-', '_')}`;
}

/** This macro takes the domain and the categories of its container. */
export const macroOfCategories = 'bulkhead_own_categories';

/** This macro takes the domain alone; it is for an instance of Incus. */
export const macroOfInstances = 'bulkhead_use_instance_memory';

export const macrosOfModules: readonly string[] = [
  ...macrosOfType,
  ...macrosOfVolume,
  macroOfCategories,
  macroOfInstances,
  ...allChoices.map(choiceMacro),
];
