// SPDX-License-Identifier: Apache-2.0
/** A titled part of a page. */

import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, actions, isFlush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <span className="grow" />
        {actions}
      </header>
      <div className={isFlush ? 'body flush' : 'body'}>{children}</div>
    </section>
  );
}
