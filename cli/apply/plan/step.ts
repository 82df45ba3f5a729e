// SPDX-License-Identifier: Apache-2.0
/** Describes a step of a plan: one call of the helper, and what of the host it changes. */

import type { OperationName, ParamsInput } from '../../../contract/operations/index.ts';

type PlannedRequestName =
  | 'container.remove'
  | 'container.start'
  | 'container.stop'
  | 'container.freeze'
  | 'container.unfreeze'
  | 'container.configure'
  | 'container.change-settings'
  | 'container.tag'
  | 'port.publish'
  | 'port.unpublish'
  | 'network.create'
  | 'network.change'
  | 'network.link'
  | 'network.unlink'
  | 'snapshot.schedule'
  | 'snapshot.unschedule'
  | 'alert.set-rule';
type PlannedStreamName = 'container.create' | 'container.confine' | 'volume.attach' | 'volume.detach';

/** An operation with its params, for any of the names. */
type CallOf<Name extends OperationName> = {
  [Each in Name]: { readonly operation: Each; readonly params: ParamsInput<Each> };
}[Name];

export type PlannedRequest<Name extends PlannedRequestName = PlannedRequestName> = CallOf<Name>;
export type PlannedStream<Name extends PlannedStreamName = PlannedStreamName> = CallOf<Name>;
export type { PlannedRequestName, PlannedStreamName };

/** What differs: `+` comes, `-` goes, `~` becomes another. */
export type Sign = '+' | '-' | '~';

export interface Difference {
  readonly sign: Sign;
  /** Names the field of the file. */
  readonly field: string;
  /** Undefined for what comes. */
  readonly was?: string;
  /** Undefined for what goes. */
  readonly is?: string;
}

/**
 * The order of all steps of a plan, whatever they are about: what is given up can then be taken by another container,
 * and what is linked, published and limited is so before it starts.
 */
const phases = [
  'remove',
  'unlink',
  'unpublish',
  'stop',
  'detach',
  'network',
  'create',
  'change',
  'attach',
  'publish',
  'schedule',
  'link',
  'start',
  'freeze',
  'alert',
] as const;
type Phase = (typeof phases)[number];

export interface Step {
  readonly phase: Phase;
  /** What it is about, such as `container web`. */
  readonly subject: string;
  /** What it does, such as `start web`. */
  readonly what: string;
  readonly differences: readonly Difference[];
  readonly call: PlannedRequest | PlannedStream;
  /** What cannot be brought back, or ends what runs, as a sentence without its stop; asked for before it is done. */
  readonly loss?: string;
}

/** Puts the steps in the order in which they are to be done; steps of one phase stay in their order. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}
