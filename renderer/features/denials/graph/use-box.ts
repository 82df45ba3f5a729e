// SPDX-License-Identifier: Apache-2.0
/** The size of an element, following it. */

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

export function useBox(
  initialWidth: number,
  initialHeight: number,
): { readonly ref: RefObject<HTMLDivElement | null>; readonly width: number; readonly height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ width: initialWidth, height: initialHeight });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setBox({ width: Math.max(320, element.clientWidth), height: Math.max(200, element.clientHeight) }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, ...box };
}
