// SPDX-License-Identifier: Apache-2.0
/** What the help shows: a page of the guide, or what a search found in all of it. Loaded when the help is first opened. */

import { useLayoutEffect, useRef, useState } from 'react';
import { Empty } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { GuideArticle } from './guide-article.tsx';
import { guidePages } from './guide.ts';
import { searchGuide } from './guide-search.ts';
import { showGuide, useHelpAddress } from '../../window/help.ts';
import { t } from '../../lib/language/t.ts';

export function HelpContent() {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim();
  const address = useHelpAddress();
  const [path = '', anchor] = address.split('#');
  const page = guidePages.get(path);
  const body = useRef<HTMLDivElement>(null);
  const focused = useRef<Element | null>(null);
  // What was pressed is gone with what it led away from. Escape closes the help only where the focus is in it.
  useLayoutEffect(() => {
    if (focused.current?.isConnected !== false) return;
    focused.current = null;
    if (document.activeElement === document.body) body.current?.focus();
  });
  function handleChoose(found: string): void {
    setTyped('');
    showGuide(found);
  }
  return (
    <>
      <div className="help-search">
        <SearchField
          label={t('Search the guide')}
          placeholder={t('Search the guide')}
          isAside
          value={typed}
          onChange={setTyped}
        />
      </div>
      <div
        className="help-body"
        key={wanted}
        ref={body}
        tabIndex={-1}
        onFocus={({ target }) => (focused.current = target)}
      >
        {wanted !== '' && <Findings text={wanted} onChoose={handleChoose} />}
        {wanted === '' && page !== undefined && <GuideArticle page={page} anchor={anchor} />}
      </div>
    </>
  );
}

interface FindingsProps {
  readonly text: string;
  readonly onChoose: (address: string) => void;
}

function Findings({ text, onChoose }: FindingsProps) {
  const findings = searchGuide(text);
  return (
    <>
      <p className="visually-hidden" role="status">
        {t('{count, plural, one {1 section found} other {{count} sections found}}', { count: findings.length })}
      </p>
      {findings.length === 0 && (
        <Empty title={t('No matches')}>{t('No section of the guide has all of these words.')}</Empty>
      )}
      <ul className="guide-findings" aria-label={t('Sections found')}>
        {findings.map(({ section, before, match, after }) => (
          <li key={section.address}>
            <button type="button" onClick={() => onChoose(section.address)}>
              <b>{section.title}</b>
              {section.page !== section.title && (
                <span className="muted"> {t('in {page}', { page: section.page })}</span>
              )}
              <span className="guide-excerpt">
                {before}
                <mark>{match}</mark>
                {after}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
