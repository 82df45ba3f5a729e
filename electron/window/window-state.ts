// SPDX-License-Identifier: Apache-2.0
/** Where the window was, and what it showed, when it was last used; and how that fits the screens of today. */

import * as z from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const coordinate = z.number().int().min(-100_000).max(100_000);

export const windowStateSchema = z.object({
  bounds: z
    .object({
      x: coordinate,
      y: coordinate,
      width: z.number().int().min(1).max(100_000),
      height: z.number().int().min(1).max(100_000),
    })
    .optional(),
  isMaximized: z.boolean(),
  /** The page's place: the fragment of its address, with its `#`, or nothing. */
  fragment: z
    .string()
    .max(2000)
    .regex(/^(?:#[^\s]*)?$/),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const firstState: WindowState = { isMaximized: false, fragment: '' };
const usualSize = { width: 1280, height: 800 } as const;
export const smallestSize = { width: 900, height: 600 } as const;

/**
 * The bounds to open with: as they were when enough of them is on a screen, else the usual size, never more than a
 * screen has.
 */
export function fitBounds(bounds: Rectangle | undefined, screens: readonly Rectangle[]): Partial<Rectangle> {
  const home = bounds === undefined ? undefined : screens.find((screen) => isReachableOn(bounds, screen));
  if (bounds === undefined || home === undefined) return sizeWithin(usualSize, screens[0]);
  return { x: bounds.x, y: bounds.y, ...sizeWithin(bounds, home) };
}

/** A title bar that can be grabbed: its top lies on the screen, and a good piece of its width. */
function isReachableOn(bounds: Rectangle, screen: Rectangle): boolean {
  const shared = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return bounds.y >= screen.y && bounds.y < screen.y + screen.height - 50 && shared >= 100;
}

function sizeWithin(
  size: Pick<Rectangle, 'width' | 'height'>,
  screen: Rectangle | undefined,
): Pick<Rectangle, 'width' | 'height'> {
  return {
    width: Math.min(size.width, screen?.width ?? size.width),
    height: Math.min(size.height, screen?.height ?? size.height),
  };
}
