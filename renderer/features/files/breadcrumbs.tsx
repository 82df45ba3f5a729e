// SPDX-License-Identifier: Apache-2.0
/** Shows the folder of a container in which one is: each folder of the path leads to itself. */

import { SafeText } from '../../ui/safe-text.tsx';
import { t } from '../../lib/language/t.ts';

interface BreadcrumbsProps {
  readonly path: string;
  readonly onOpen: (path: string) => void;
}

export function Breadcrumbs({ path, onOpen }: BreadcrumbsProps) {
  const parts = path === '/' ? [] : path.slice(1).split('/');
  const last = parts.length - 1;
  return (
    <nav className="file-path" aria-label={t('Folder')}>
      <button
        type="button"
        aria-label={t('Root')}
        aria-current={last < 0 ? 'page' : undefined}
        onClick={() => onOpen('/')}
      >
        /
      </button>
      {parts.map((part, index) => (
        <span key={index}>
          {index > 0 && <span aria-hidden="true">/</span>}
          <button
            type="button"
            aria-current={index === last ? 'page' : undefined}
            onClick={() => onOpen(`/${parts.slice(0, index + 1).join('/')}`)}
          >
            <SafeText text={part} />
          </button>
        </span>
      ))}
    </nav>
  );
}
