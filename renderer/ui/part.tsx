// SPDX-License-Identifier: Apache-2.0
/** A component whose code is loaded when it is first shown, or before that while the window is idle. */

import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';
import { t } from '../lib/language/t.ts';
import { addPart, oncePicture } from '../lib/parts.ts';

export type Part<Props> = ((props: Props) => ReactNode) & {
  /** Resolves when it is loaded; rejects when it cannot be. */
  readonly load: () => Promise<void>;
};

/** The browser keeps that a file could not be loaded until the window is reloaded. */
export class PartLoadError extends Error {
  constructor(cause: unknown) {
    super(
      t(
        'a file of it cannot be loaded ({reason}). Try again, which reloads the window; install Bulkhead again if ' +
          'that does not help',
        { reason: cause instanceof Error ? cause.message : String(cause) },
      ),
      { cause },
    );
    this.name = 'PartLoadError';
  }
}

interface PartOptions<Props> {
  /** Stands in its place until it is loaded; nothing when left out. */
  readonly waiting?: ComponentType<Props>;
  /** The first picture is of use without it, so it is loaded after that only. */
  readonly isAfterPicture?: boolean;
}

/** `find` imports the module of a component, and gives the component. Drawn at once when it is loaded. */
export function createPart<Props extends object>(
  find: () => Promise<ComponentType<Props>>,
  { waiting, isAfterPicture = false }: PartOptions<Props> = {},
): Part<Props> {
  let component: ComponentType<Props> | undefined;
  let underWay: Promise<void> | undefined;

  async function load(): Promise<void> {
    if (component !== undefined) return undefined;
    underWay ??= find().then((found) => {
      component = found;
    });
    return underWay;
  }
  addPart(load);

  function Part(props: Props): ReactNode {
    const [outcome, setOutcome] = useState<{ readonly error?: Error }>({});
    const isLoaded = component !== undefined;
    useEffect(() => {
      if (isLoaded) return undefined;
      let isGone = false;
      const settle = (next: { readonly error?: Error }): void => {
        if (!isGone) setOutcome(next);
      };
      const start = (): void => {
        void load().then(
          () => settle({}),
          (error: unknown) => settle({ error: new PartLoadError(error) }),
        );
      };
      let stop: (() => void) | undefined;
      if (isAfterPicture) stop = oncePicture(start);
      else start();
      return () => {
        isGone = true;
        stop?.();
      };
    }, [isLoaded]);
    // The boundary around the part catches this.
    if (outcome.error !== undefined) throw outcome.error;
    if (component !== undefined) return createElement(component, props);
    return waiting === undefined ? null : createElement(waiting, props);
  }

  return Object.assign(Part, { load });
}
