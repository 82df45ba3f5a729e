// SPDX-License-Identifier: Apache-2.0
/** The policies of distributions that Bulkhead's modules are compiled on, and that guests of the lab boot with. */

export interface DistributionPolicy {
  /** Texts name it so. */
  readonly title: string;
  /** What it was compiled from, in words. */
  readonly source: string;
  /** Its `SELINUXTYPE`. */
  readonly store: string;
  /** False where its libsepol is older than 3.6: the host has all modules but the one with deny rules. */
  readonly hasDeny: boolean;
  readonly origin:
    | {
        readonly kind: 'archive';
        readonly archive: string;
        /**
         * Is true where the archive's list of equal paths is that of the reference policy, by which `/run` is looked up as
         * `/var/run`. The file contexts are below `/run`, as the distribution's package has them, with a list of its own.
         */
        readonly hasReferencePaths: boolean;
      }
    | { readonly kind: 'package'; readonly release: string };
}

const sources = {
  fedora: 'fedora-selinux/selinux-policy, rawhide, fd1d996 of 2024-10-24, container-selinux 2.250.0',
  rhel10: 'fedora-selinux/selinux-policy, c10s, e0e55ec of 2024-10-24, container-selinux 2.250.0',
  opensuse: 'openSUSE/selinux-policy, factory, 13ccc20 of 2024-10-21, container-selinux 2.250.0',
} as const;

export const distributionPolicies = {
  debian12: {
    title: 'Debian 12',
    source: 'the package selinux-policy-default',
    store: 'default',
    hasDeny: false,
    origin: { kind: 'package', release: 'bookworm' },
  },
  debian13: {
    title: 'Debian 13',
    source: 'the package selinux-policy-default',
    store: 'default',
    hasDeny: true,
    origin: { kind: 'package', release: 'trixie' },
  },
  fedora: {
    title: 'Fedora',
    source: sources.fedora,
    store: 'targeted',
    hasDeny: true,
    origin: { kind: 'archive', archive: 'fedora-rawhide-fd1d996', hasReferencePaths: false },
  },
  rhel10: {
    title: 'RHEL 10',
    source: sources.rhel10,
    store: 'targeted',
    hasDeny: true,
    origin: { kind: 'archive', archive: 'rhel10-c10s-e0e55ec', hasReferencePaths: true },
  },
  opensuse: {
    title: 'openSUSE',
    source: sources.opensuse,
    store: 'targeted',
    hasDeny: true,
    origin: { kind: 'archive', archive: 'opensuse-factory-13ccc20', hasReferencePaths: true },
  },
} as const satisfies Readonly<Record<string, DistributionPolicy>>;

export type PolicyId = keyof typeof distributionPolicies;
export const policyIds = Object.keys(distributionPolicies) as readonly PolicyId[];

/** A guest of the lab, which is Debian's, can be booted with one of them instead of its own. */
export type ForeignPolicyId = {
  [Id in PolicyId]: (typeof distributionPolicies)[Id]['origin']['kind'] extends 'archive' ? Id : never;
}[PolicyId];
export const foreignPolicyIds = policyIds.filter(isForeign);

export function isForeign(id: string): id is ForeignPolicyId {
  return Object.hasOwn(distributionPolicies, id) && originOf(id as PolicyId).kind === 'archive';
}

export function originOf(id: PolicyId): DistributionPolicy['origin'] {
  return distributionPolicies[id].origin;
}
