// SPDX-License-Identifier: Apache-2.0
/** Scrolls the page to its top on a new place, and to its last position on going back or forward. */

import { useLayoutEffect, useRef, type RefObject } from 'react';
import { placeOf } from '../lib/route.ts';
import { useLocation } from './location.ts';

/** Holds the positions by the entry of the history. */
const places = new Map<number, number>();

/** Gives the reference for the element that holds the pages. */
export function useScrollPlaces(): RefObject<HTMLElement | null> {
  const page = useRef<HTMLElement>(null);
  const entry = useLocation((state) => state.entry);
  // A filter of the same page moves nothing.
  const place = useLocation(({ route }) => placeOf(route) + ('name' in route ? ` ${route.name}` : ''));
  const shown = useRef<string>(undefined);
  useLayoutEffect(() => {
    const element = page.current;
    if (element === null) return undefined;
    const known = places.get(entry);
    const wanted = known ?? (shown.current === place ? element.scrollTop : 0);
    shown.current = place;
    element.scrollTop = wanted;
    const note = (): void => void places.set(entry, element.scrollTop);
    // A page that is still being loaded is not as long yet; a person who scrolls meanwhile is left alone.
    const growth = new MutationObserver(() => {
      element.scrollTop = wanted;
      if (element.scrollTop >= wanted) growth.disconnect();
    });
    if (element.scrollTop < wanted) growth.observe(element, { childList: true, subtree: true });
    const stop = (): void => growth.disconnect();
    element.addEventListener('scroll', note);
    element.addEventListener('wheel', stop);
    element.addEventListener('keydown', stop);
    return () => {
      stop();
      element.removeEventListener('scroll', note);
      element.removeEventListener('wheel', stop);
      element.removeEventListener('keydown', stop);
    };
  }, [entry, place]);
  return page;
}
