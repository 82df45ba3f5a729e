// SPDX-License-Identifier: Apache-2.0
/**
 * One tooltip for many small buttons: where hundreds of rows come and go, one for each button would cost more than the
 * rows themselves. An element with `data-tip` gets it on hover and focus; pressed while `aria-disabled`, at once, and
 * the text is spoken.
 */

import Popper from '@mui/material/Popper';
import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react';

interface Tip {
  readonly anchor: HTMLElement;
  readonly text: string;
  /** How often it was pressed in vain: a screen reader speaks the text again at each press. */
  readonly presses: number;
}

const hoverMilliseconds = 350;

export function TipArea({ children }: { readonly children: ReactNode }) {
  const [tip, setTip] = useState<Tip | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

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
    if (anchor !== undefined && anchor === event.target && anchor.matches(':focus-visible')) show(anchor, 0);
  }
  function handleClick(event: SyntheticEvent): void {
    const anchor = tippedBy(event);
    if (anchor?.getAttribute('aria-disabled') === 'true') show(anchor, (tip?.presses ?? 0) + 1);
    else hide();
  }

  return (
    <div
      style={{ display: 'contents' }}
      onMouseOver={handleOver}
      onMouseOut={hide}
      onFocus={handleFocus}
      onBlur={hide}
      onClick={handleClick}
    >
      {children}
      {tip !== undefined && (
        <Popper open anchorEl={tip.anchor} placement="top" role="tooltip" className="tip">
          {tip.text}
        </Popper>
      )}
      <span className="visually-hidden" role="status">
        {tip !== undefined && tip.presses > 0 && <span key={tip.presses}>{tip.text}</span>}
      </span>
    </div>
  );
}

function tippedBy({ target }: SyntheticEvent): HTMLElement | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  return element ?? undefined;
}
