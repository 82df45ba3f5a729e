// SPDX-License-Identifier: Apache-2.0
/**
 * The events of features. A feature uses those below it by their ports; those above it, which it does not know, subscribe
 * to its events.
 */

/** Each event with what it says. */
interface FeatureEvents {
  /** A container is gone, and one that is created later with its name is another one. */
  readonly removed: { readonly name: string };
  /** A container has another name from now on. */
  readonly renamed: { readonly name: string; readonly to: string };
  /** A drill found so many attempts that were blocked in the run before and are not blocked now. */
  readonly 'new-holes': { readonly count: number };
}

type FeatureEvent = keyof FeatureEvents;

type Listener<Name extends FeatureEvent> = (data: FeatureEvents[Name]) => void;

export interface Events {
  /**
   * Calls the listeners of an event one after another, in the order in which they were added, before it returns. What one
   * of them throws ends that, and reaches the caller.
   */
  emit<Name extends FeatureEvent>(event: Name, data: FeatureEvents[Name]): void;
  /** Adds a listener, for as long as the helper runs. */
  on<Name extends FeatureEvent>(event: Name, listener: Listener<Name>): void;
}

/** What a feature needs that only emits events. */
export type EmitEvents = Pick<Events, 'emit'>;

/** What a feature needs that only subscribes to events. */
export type SubscribeEvents = Pick<Events, 'on'>;

export function createEvents(): Events {
  const listeners: { readonly [Name in FeatureEvent]: Listener<Name>[] } = {
    removed: [],
    renamed: [],
    'new-holes': [],
  };
  return {
    emit(event, data) {
      for (const listener of listeners[event]) listener(data);
    },
    on(event, listener) {
      listeners[event].push(listener);
    },
  };
}
