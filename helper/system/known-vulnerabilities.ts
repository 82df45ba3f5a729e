// SPDX-License-Identifier: Apache-2.0
/**
 * Holes of the kernel that begin at a family of sockets, and need no capability towards the host: what each begins
 * with, and in which releases it is fixed. Sources: kernel.org's stable releases as the advisories name them (Flatcar
 * #2119, #2126, #2158; VyOS #1184, #1196; Debian's DSA-6238-1). A branch of which no source says when it was fixed is
 * not in the table, and is judged to be unknown.
 */

export interface KnownVulnerability {
  readonly cve: string;
  readonly name: string;
  /** The object class that SELinux checks when such a socket is created. */
  readonly socketClass: 'alg_socket' | 'rxrpc_socket' | 'key_socket' | 'netlink_xfrm_socket';
  /** Modules of which one has to be there for the hole to be. */
  readonly modules: readonly string[];
  /** By branch, the first release of it that is fixed. */
  readonly fixed: Readonly<Record<string, number>>;
}

export const knownVulnerabilities: readonly KnownVulnerability[] = [
  {
    cve: 'CVE-2026-31431',
    name: 'Copy Fail',
    socketClass: 'alg_socket',
    modules: ['algif_aead'],
    fixed: { '6.12': 85, '6.18': 22, '7.0': 0 },
  },
  {
    cve: 'CVE-2026-43284',
    name: 'Dirty Frag, ESP',
    socketClass: 'netlink_xfrm_socket',
    modules: ['esp4', 'esp6'],
    fixed: { '6.6': 138, '6.12': 87, '6.18': 28, '7.0': 5 },
  },
  {
    cve: 'CVE-2026-43500',
    name: 'Dirty Frag, RxRPC',
    socketClass: 'rxrpc_socket',
    modules: ['rxrpc'],
    fixed: { '6.18': 29, '7.0': 6 },
  },
  {
    cve: 'CVE-2026-46300',
    name: 'Fragnesia',
    socketClass: 'netlink_xfrm_socket',
    modules: ['esp4', 'esp6'],
    fixed: { '6.12': 91, '6.18': 33 },
  },
];

/**
 * Names for people the number and the name of each hole that begins at one of these classes; PF_KEY configures the same
 * transforms as netlink does.
 */
export function vulnerabilitiesAt(...classes: readonly KnownVulnerability['socketClass'][]): readonly string[] {
  return knownVulnerabilities
    .filter(({ socketClass }) => classes.includes(socketClass))
    .map(({ cve, name }) => `${cve} (${name})`);
}
