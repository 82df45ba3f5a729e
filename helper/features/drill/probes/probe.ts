// SPDX-License-Identifier: Apache-2.0
/** What a probe of the drill is: how an attempt succeeds, and which errors mean that it was blocked. */

import type { DrillClass, DrillLayer } from '../../../../contract/model/drill.ts';
import type { Phrase } from '../../../../contract/text.ts';

/**
 * Circumstances in which another single layer than SELinux is removed, where that is safe with a throw-away container.
 */
export type Variant = 'namespaces' | 'seccomp' | 'capabilities';

/** What is needed to make an attempt and to judge it. */
export interface Attemptable {
  /** The id has at most 15 characters: it also names the attempting process, by which its denials are found. */
  readonly id: string;
  /** How it succeeds: by showing the secret, by a successful call, or by an effect that the host sees. */
  readonly breach: 'secret' | 'success' | 'harm';
  /** Errors that mean that it was blocked, beside EACCES and EPERM. After any other error the outcome is unproven. */
  readonly denials?: readonly string[];
  /** Errors that only come after the check was passed: they count as success. */
  readonly reached?: readonly string[];
  /** The system call, where the seccomp profile may name it, with the flag that it is about (`unshare CLONE_NEWNET`). */
  readonly systemCall?: string;
  /** The capability that the kernel asks for, by its number. */
  readonly capability?: { readonly name: string; readonly number: number };
  /** The counter of the container's cgroup that moves when the limit holds. */
  readonly counter?: string;
  /** Errors that only one layer gives, with how that is known. */
  readonly deniedBy?: Readonly<Record<string, LayerAndWords>>;
  /** Errors of a kernel that does not have the tried function, in words. */
  readonly absentBy?: Readonly<Record<string, string>>;
  /** The layer that blocked it when the attempt was possible and had no effect. */
  readonly heldBy?: DrillLayer;
  /** Permission whose denial the policy does not log: the kernel is asked for its decision instead. */
  readonly silent?: SilentDenial;
  /** What the host does meanwhile: commands are attached to the attacker. */
  readonly meanwhile?: 'attach';
  /**
   * What the host watches meanwhile: the attacker's layer and its own disk, its bridge, its own port of AF_VSOCK, a
   * descriptor that it leaves open on purpose, its tables of neighbours and of connections, or the addresses that it has
   * given.
   */
  readonly watch?: 'disk' | 'bridge' | 'vsock' | 'descriptors' | 'neighbours' | 'connections' | 'leases';
}

export interface SilentDenial {
  readonly class: string;
  readonly permission: string;
  /** What is asked about: the kernel where it is left out, the attempting process, or a file that shows the host's load. */
  readonly on?: 'itself' | 'host-load';
  /** The one error that such a denial gives: after another one the decision is no evidence. */
  readonly error?: string;
}

interface LayerAndWords {
  readonly layer: DrillLayer;
  readonly words: string;
}

export interface Probe extends Attemptable {
  readonly class: DrillClass;
  /** Says the attempt in one sentence. */
  readonly title: Phrase;
  readonly expectedLayers: readonly DrillLayer[];
  readonly variants?: readonly Variant[];
  /**
   * Even where it succeeds it changes nothing, and uses up nothing that its container needs: it is also made inside a
   * container in use.
   */
  readonly changesNothing?: true;
  /**
   * The probe is also made in a cluster of Incus, with the victim on the attacker's member, and on another one where it
   * needs nothing of the victim but that it runs. `by-path`: it needs the victim's files, which another member has not.
   */
  readonly acrossMembers?: 'anywhere' | 'by-path';
  /** Known vulnerabilities that begin with it. */
  readonly holes?: readonly string[];
}

/** A part of the kernel that can be reached or not: it has no verdict. */
export interface SurfaceProbe extends Attemptable {
  readonly title: Phrase;
  /** What needs it, and what is known about it. */
  readonly note: Phrase;
}
