// SPDX-License-Identifier: Apache-2.0
/** What stands where data would: nothing there, on its way, or failed. Each looks different. */

import ErrorOutline from '@mui/icons-material/ErrorOutlined';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { t } from '../lib/language/t.ts';

interface EmptyProps {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  /** The button that changes it. */
  readonly action?: ReactNode;
}

export function Empty({ title, icon, children, action }: EmptyProps) {
  return (
    <div className="placeholder">
      {icon}
      <strong>{title}</strong>
      {children !== undefined && <div className="text">{children}</div>}
      {action}
    </div>
  );
}

interface NoMatchesProps {
  /** What the list is of, in the plural: `local changes`. */
  readonly what: string;
  readonly onClear: () => void;
}

/** A list whose filter leaves nothing of what there is. */
export function NoMatches({ what, onClear }: NoMatchesProps) {
  return (
    <Empty
      title={t('No matches')}
      action={
        <Button variant="outlined" color="inherit" onClick={onClear}>
          {t('Clear filter')}
        </Button>
      }
    >
      {t('None of the {what} matches the filter.', { what })}
    </Empty>
  );
}

interface LoadingProps {
  readonly label: string;
  readonly lines?: number;
}

export function Loading({ label, lines = 4 }: LoadingProps) {
  return (
    <div role="status" aria-label={label} style={{ display: 'grid', gap: 16, padding: 18, justifySelf: 'stretch' }}>
      {Array.from({ length: lines }, (_, index) => (
        <div
          key={index}
          className="skeleton"
          style={{ width: `${90 - ((index * 17) % 40)}%`, animationDelay: `${index * 0.12}s` }}
        />
      ))}
    </div>
  );
}

interface FailedProps {
  readonly text: string;
  readonly onRetry?: () => void;
}

export function Failed({ text, onRetry }: FailedProps) {
  return (
    <div className="placeholder" role="alert">
      <ErrorOutline style={{ color: 'var(--red)' }} />
      <div className="text" style={{ color: 'var(--ink)' }}>
        {text}
      </div>
      {onRetry !== undefined && (
        <Button variant="outlined" color="inherit" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}
