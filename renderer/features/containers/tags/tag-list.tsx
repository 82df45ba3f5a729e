// SPDX-License-Identifier: Apache-2.0
/** Tags of a container; each leads to the list of all that have it. */

import { formatRoute } from '../../../lib/route.ts';
import { t } from '../../../lib/language/t.ts';
import './tags.css';

interface TagListProps {
  readonly tags: readonly string[];
  /** -1 where the arrow keys lead to them and Tab does not. */
  readonly tabIndex?: 0 | -1;
}

export function TagList({ tags, tabIndex = 0 }: TagListProps) {
  if (tags.length === 0) return <span className="faint">–</span>;
  return (
    <span className="tag-list" title={tags.join(', ')}>
      {tags.map((tag) => (
        <a
          key={tag}
          className="tag"
          href={formatRoute({ page: 'containers', filter: `tag:${tag}` })}
          aria-label={t('Containers tagged {tag}', { tag })}
          tabIndex={tabIndex}
        >
          {tag}
        </a>
      ))}
    </span>
  );
}
