// SPDX-License-Identifier: Apache-2.0
/**
 * Tips of elements with `data-tip`: shown on hover and on focus by keyboard, until Escape; pressed while
 * `aria-disabled`, at once, and the text is spoken.
 */

import type { PopperProps } from '@mui/material/Popper';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { createPart } from './part.tsx';

interface Tip {
  readonly anchor: HTMLElement;
  readonly text: string;
  /** How often it was pressed in vain: a screen reader speaks the text again at each press. */
  readonly presses: number;
}

interface Tips {
  /** Handles the events of the element, or of one around many. */
  readonly handlers: Readonly<Record<TipEvent, (event: SyntheticEvent) => void>>;
  /** Is drawn beside the element. */
  readonly tip: ReactNode;
}

type TipEvent = 'onMouseOver' | 'onMouseOut' | 'onFocus' | 'onBlur' | 'onClick';

const hoverMilliseconds = 350;

const Popper = createPart<PopperProps>(async () => (await import('@mui/material/Popper')).default);

export function useTips(): Tips {
  const [tip, setTip] = useState<Tip | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isShown = tip !== undefined;
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!isShown) return undefined;
    function handleKey({ key }: KeyboardEvent): void {
      if (key === 'Escape') setTip(undefined);
    }
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [isShown]);

  function show(anchor: HTMLElement, presses: number): void {
    clearTimeout(timer.current);
    setTip({ anchor, text: anchor.dataset['tip'] ?? '', presses });
  }
  function hide(): void {
    clearTimeout(timer.current);
    setTip(undefined);
  }
  function handleOver(event: SyntheticEvent): void {
    const anchor = tippedBy(event);
    if (anchor === undefined || anchor === tip?.anchor) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => show(anchor, 0), hoverMilliseconds);
  }
  function handleFocus(event: SyntheticEvent): void {
    const anchor = tippedBy(event);
    if (anchor !== undefined && event.target instanceof Element && event.target.matches(':focus-visible'))
      show(anchor, 0);
  }
  function handleClick(event: SyntheticEvent): void {
    const anchor = tippedBy(event);
    if (anchor?.getAttribute('aria-disabled') === 'true') show(anchor, (tip?.presses ?? 0) + 1);
    else hide();
  }

  return {
    handlers: {
      onMouseOver: handleOver,
      onMouseOut: hide,
      onFocus: handleFocus,
      onBlur: hide,
      onClick: handleClick,
    },
    tip: tip !== undefined && (
      <>
        <Popper open anchorEl={tip.anchor} placement="top" role="tooltip" className="tip">
          {tip.text}
        </Popper>
        {tip.anchor.getAttribute('aria-disabled') === 'true' && (
          <span className="visually-hidden" role="status">
            {tip.presses > 0 && <span key={tip.presses}>{tip.text}</span>}
          </span>
        )}
      </>
    ),
  };
}

function tippedBy({ target }: SyntheticEvent): HTMLElement | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  return element ?? undefined;
}
