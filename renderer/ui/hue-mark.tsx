// SPDX-License-Identifier: Apache-2.0
/**
 * Shows the mark of a container: its hue and shape, beside its name everywhere. It never stands alone: the name carries
 * the meaning.
 */

import { identityOf, type Shape } from '../lib/hue.ts';

interface HueMarkProps {
  readonly name: string;
}

export function HueMark({ name }: HueMarkProps) {
  const { hue, shape } = identityOf(name);
  return (
    <svg className="hue-mark" viewBox="0 0 10 10" aria-hidden="true" style={{ color: `var(--hue-${hue.name})` }}>
      {shapeOf(shape)}
    </svg>
  );
}

/** The colour of a container's lines and marks. */
export function hueColour(name: string): string {
  return `var(--hue-${identityOf(name).hue.name})`;
}

function shapeOf(shape: Shape) {
  switch (shape) {
    case 'square':
      return <rect x="0.5" y="0.5" width="9" height="9" rx="2" fill="currentColor" />;
    case 'disc':
      return <circle cx="5" cy="5" r="4.8" fill="currentColor" />;
    case 'diamond':
      return <path d="M5 0 10 5 5 10 0 5z" fill="currentColor" />;
    case 'triangle':
      return <path d="M5 0.4 10 9.6H0z" fill="currentColor" />;
    case 'ring':
      return <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="2.6" />;
  }
}
