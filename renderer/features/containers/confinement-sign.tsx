/** The sign of the wall: closed shield, dashed shield, open shield; with its word unless the place has no room. */

import type { Wall } from '../../../contract/model/container.ts';
import { wallWords } from './confinement-labels.ts';

interface WallSignProps {
  readonly wall: Wall;
  readonly isWordless?: boolean;
}

const outline = 'M8 1.3 13.5 3.2v4.3c0 3.4-2.2 5.9-5.5 7.2-3.3-1.3-5.5-3.8-5.5-7.2V3.2z';

export function WallSign({ wall, isWordless = false }: WallSignProps) {
  const { label, meaning } = wallWords[wall];
  return (
    <span className={`wall-sign wall-${wall}`} title={`${label}: ${meaning}`}>
      <svg viewBox="0 0 16 16" {...(isWordless ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}>
        {shieldOf(wall)}
      </svg>
      {!isWordless && <span>{label}</span>}
    </span>
  );
}

function shieldOf(wall: Wall) {
  switch (wall) {
    case 'enforced':
      return (
        <>
          <path d={outline} fill="currentColor" />
          <path d="m5.2 8 2 2 3.6-4" fill="none" stroke="var(--panel)" strokeWidth="1.6" />
        </>
      );
    case 'permissive':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 1.8" />;
    case 'unconfined':
      return (
        <>
          <path d="M8 1.3 2.5 3.2v4.3c0 3.4 2.2 5.9 5.5 7.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="m10.2 5.6 4 4m0-4-4 4" stroke="currentColor" strokeWidth="1.6" />
        </>
      );
    case 'unknown':
      return <path d={outline} fill="none" stroke="currentColor" strokeWidth="1.2" opacity="0.7" />;
  }
}
