// SPDX-License-Identifier: Apache-2.0
/**
 * The events that features tell each other. A feature uses those below it by their ports, and tells those above it, which
 * it does not know, by an event.
 */

/** Each event with what it says. */
export interface FeatureEvents {
  /** A container is gone, and one that is created later with its name is another one. */
  readonly removed: { readonly name: string };
  /** A container has another name from now on. */
  readonly renamed: { readonly name: string; readonly to: string };
  /** A drill found so many attempts that were blocked in the run before and are not blocked now. */
  readonly 'new-holes': { readonly count: number };
}

export type FeatureEvent = keyof FeatureEvents;

type Listener<Name extends FeatureEvent> = (said: FeatureEvents[Name]) => void;

/**
 * The listeners of an event are called one after another, in the order in which they were added, before `tell` returns.
 * What one of them throws ends that, and reaches the feature that told the event.
 */
export interface Events {
  tell<Name extends FeatureEvent>(event: Name, said: FeatureEvents[Name]): void;
  /** Adds a listener, for as long as the helper runs. */
  on<Name extends FeatureEvent>(event: Name, listener: Listener<Name>): void;
}

/** What a feature needs that only tells. */
export type TellEvents = Pick<Events, 'tell'>;

/** What a feature needs that only listens. */
export type HearEvents = Pick<Events, 'on'>;

export function createEvents(): Events {
  const listeners: { readonly [Name in FeatureEvent]: Listener<Name>[] } = {
    removed: [],
    renamed: [],
    'new-holes': [],
  };
  return {
    tell(event, said) {
      for (const listener of listeners[event]) listener(said);
    },
    on(event, listener) {
      listeners[event].push(listener);
    },
  };
}
