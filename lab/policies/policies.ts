// SPDX-License-Identifier: Apache-2.0
/** The policies of distributions that Bulkhead's modules are compiled on, and that guests of the lab boot with. */

export interface DistributionPolicy {
  /** Texts name it so. */
  readonly title: string;
  /** Its `SELINUXTYPE`. */
  readonly store: string;
  /** False where its libsepol is older than 3.6: the host has all modules but the one with deny rules. */
  readonly hasDeny: boolean;
  readonly origin: SourceOrigin | { readonly kind: 'package'; readonly release: string };
}

/** It is a commit of a public repository; `repository` is its owner and its name at the server of sources. */
export interface SourceCommit {
  readonly repository: string;
  readonly commit: string;
}

/** The policy is compiled from this commit, with the module of container-selinux. */
export interface SourceOrigin extends SourceCommit {
  readonly kind: 'source';
  readonly branch: string;
  /** The commit is of this day. */
  readonly date: string;
  /**
   * Is true where the list of equal paths is that of the reference policy, by which `/run` is looked up as `/var/run`. The
   * file contexts are below `/run`, as the distribution's package has them, with a list of its own.
   */
  readonly hasReferencePaths: boolean;
}

export const sourceServer = 'https://github.com';

export const containerSelinux = {
  repository: 'containers/container-selinux',
  commit: '9715eb09108e9fabb0fbaeee9044636b349370eb',
  version: '2.250.0',
} as const satisfies SourceCommit & { readonly version: string };

export const distributionPolicies = {
  debian12: {
    title: 'Debian 12',
    store: 'default',
    hasDeny: false,
    origin: { kind: 'package', release: 'bookworm' },
  },
  debian13: {
    title: 'Debian 13',
    store: 'default',
    hasDeny: true,
    origin: { kind: 'package', release: 'trixie' },
  },
  fedora: {
    title: 'Fedora',
    store: 'targeted',
    hasDeny: true,
    origin: {
      kind: 'source',
      repository: 'fedora-selinux/selinux-policy',
      branch: 'rawhide',
      commit: 'fd1d99621ded173a910d0e8cc077c53a70c135ae',
      date: '2024-10-24',
      hasReferencePaths: false,
    },
  },
  rhel10: {
    title: 'RHEL 10',
    store: 'targeted',
    hasDeny: true,
    origin: {
      kind: 'source',
      repository: 'fedora-selinux/selinux-policy',
      branch: 'c10s',
      commit: 'e0e55ecfdebae28221324ff62a7784fe509617df',
      date: '2024-10-24',
      hasReferencePaths: true,
    },
  },
  opensuse: {
    title: 'openSUSE',
    store: 'targeted',
    hasDeny: true,
    origin: {
      kind: 'source',
      repository: 'openSUSE/selinux-policy',
      branch: 'factory',
      commit: '13ccc20ff8436e65846543af843778ae32d5389e',
      date: '2024-10-21',
      hasReferencePaths: true,
    },
  },
} as const satisfies Readonly<Record<string, DistributionPolicy>>;

export type PolicyId = keyof typeof distributionPolicies;
export const policyIds = Object.keys(distributionPolicies) as readonly PolicyId[];

/** A guest of the lab, which is Debian's, can be booted with one of them instead of its own. */
export type ForeignPolicyId = {
  [Id in PolicyId]: (typeof distributionPolicies)[Id]['origin']['kind'] extends 'source' ? Id : never;
}[PolicyId];
export const foreignPolicyIds = policyIds.filter(isForeign);

export function isForeign(id: string): id is ForeignPolicyId {
  return Object.hasOwn(distributionPolicies, id) && originOf(id as PolicyId).kind === 'source';
}

function originOf(id: PolicyId): DistributionPolicy['origin'] {
  return distributionPolicies[id].origin;
}

/** Reads names of policies from a command line; gives all that a guest can be booted with where it names none. */
export function foreignPoliciesNamed(words: readonly string[]): readonly ForeignPolicyId[] {
  const unknown = words.find((word) => !isForeign(word));
  if (unknown !== undefined)
    throw new Error(`cannot use the policy "${unknown}": there are ${foreignPolicyIds.join(', ')}`);
  return words.length === 0 ? foreignPolicyIds : words.filter(isForeign);
}

/** The name of what was compiled from the source. */
export function compiledName(id: ForeignPolicyId): string {
  const { branch, commit } = distributionPolicies[id].origin;
  return `${id}-${branch}-${shortCommit(commit)}`;
}

/** Says in words what the policy was compiled from. */
export function describeSource(id: ForeignPolicyId): string {
  const { repository, branch, commit, date } = distributionPolicies[id].origin;
  return `${repository}, ${branch}, ${shortCommit(commit)} of ${date}, container-selinux ${containerSelinux.version}`;
}

function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
