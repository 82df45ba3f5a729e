// SPDX-License-Identifier: Apache-2.0
/**
 * The names of a drill's throw-away containers. Their denials are the drill's own doing, so the window counts them
 * apart.
 */

export interface DrillContainerNames {
  readonly attacker: string;
  readonly victim: string;
}

/** `suffix`: six hex digits, another for each drill. */
export function drillContainerNames(suffix: string): DrillContainerNames {
  return { attacker: `drill-attacker-${suffix}`, victim: `drill-victim-${suffix}` };
}

/** No other container is created with such a name; one that another tool made is taken for one of a drill. */
export function isDrillContainer(name: string): boolean {
  return /^drill-(?:attacker|victim)-[0-9a-f]{6}$/.test(name);
}
