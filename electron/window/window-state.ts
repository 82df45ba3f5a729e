// SPDX-License-Identifier: Apache-2.0
/** Keeps the place of the window and what it showed when it was last used, and fits them to the screens of today. */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds?: Rectangle | undefined;
  readonly isMaximized: boolean;
  /** The page's place: the fragment of its address, with its `#`, or nothing. */
  readonly fragment: string;
}

export const firstState: WindowState = { isMaximized: false, fragment: '' };
const farthest = 100_000;
const longestFragment = 2000;
const usualSize = { width: 1280, height: 800 } as const;
export const smallestSize = { width: 900, height: 600 } as const;

/**
 * What a file holds; undefined when that is no state of a window. By hand, and not by a schema, like all that runs before
 * the window is open: to load the library of schemas takes longer than to make the window.
 */
export function parseWindowState(raw: unknown): WindowState | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { bounds, isMaximized, fragment } = raw as Partial<Record<keyof WindowState, unknown>>;
  if (typeof isMaximized !== 'boolean' || !isFragment(fragment)) return undefined;
  if (bounds === undefined) return { isMaximized, fragment };
  return isRectangle(bounds) ? { bounds, isMaximized, fragment } : undefined;
}

/** The page's place in its address; nothing when it cannot be kept. */
export function fragmentOf(address: string): string {
  const { hash } = new URL(address);
  return isFragment(hash) ? hash : '';
}

function isFragment(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.length <= longestFragment && /^(?:#\S*)?$/.test(raw);
}

function isRectangle(raw: unknown): raw is Rectangle {
  if (typeof raw !== 'object' || raw === null) return false;
  const { x, y, width, height } = raw as Partial<Record<keyof Rectangle, unknown>>;
  const isWithin = (value: unknown, least: number): boolean =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= farthest;
  return isWithin(x, -farthest) && isWithin(y, -farthest) && isWithin(width, 1) && isWithin(height, 1);
}

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
