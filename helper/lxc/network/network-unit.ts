// SPDX-License-Identifier: Apache-2.0
/** The unit of systemd that runs the DHCP server of a network that Bulkhead sets up. */

/** `name`: of its bridge. Names of bridges are words that systemd leaves as they are, but for the dash. */
export function networkUnitOf(name: string): string {
  return `bulkhead-network@${name.replaceAll('-', String.raw`\x2d`)}.service`;
}
