// SPDX-License-Identifier: Apache-2.0
/**
 * Shows a page of the guide. Links to other pages open in the panel, links to the web are asked about as everywhere,
 * and what the window does not have is plain text. Pictures are left out: the window itself is in view.
 */

import Markdown, { type MarkdownToJSX } from 'markdown-to-jsx/react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { headingAnchor } from '../../lib/heading-anchor.ts';
import { type GuidePage, resolveGuideLink } from './guide.ts';
import { showGuide } from '../../window/help.ts';
import { t } from '../../lib/language/t.ts';

interface GuideArticleProps {
  readonly page: GuidePage;
  /** Names the heading to scroll to; the top when undefined. */
  readonly anchor: string | undefined;
}

export function GuideArticle({ page, anchor }: GuideArticleProps) {
  const ref = useRef<HTMLElement>(null);
  const options = useMemo(() => optionsFor(page.path), [page.path]);
  useEffect(() => {
    const target = anchor === undefined ? null : ref.current?.querySelector(`#${CSS.escape(idOf(anchor))}`);
    (target ?? ref.current)?.scrollIntoView({ block: 'start' });
  }, [page, anchor]);
  return (
    <article ref={ref} className="guide" aria-label={page.title}>
      <Markdown options={options}>{page.text}</Markdown>
    </article>
  );
}

/** Gives an id that differs from all other ids of the window. */
function idOf(anchor: string): string {
  return `guide-${anchor}`;
}

interface LinkProps {
  readonly href?: string;
  readonly children: ReactNode;
}

function optionsFor(path: string): MarkdownToJSX.Options {
  function Link({ href = '', children }: LinkProps) {
    const link = resolveGuideLink(path, href);
    switch (link.kind) {
      case 'guide':
        return (
          <button type="button" className="link" onClick={() => showGuide(link.address)}>
            {children}
          </button>
        );
      case 'web':
        return (
          <a href={link.href} target="_blank" rel="noreferrer">
            {children}
          </a>
        );
      case 'elsewhere':
        return children;
    }
  }
  return {
    disableParsingRawHTML: true,
    forceBlock: true,
    wrapper: 'div',
    slugify: (heading) => idOf(headingAnchor(heading)),
    overrides: {
      a: Link,
      img: () => null,
      // The page of the window has the headings of the first and the second order.
      h1: { component: 'h2' },
      h2: { component: 'h3' },
      h3: { component: 'h4' },
      table: ScrolledTable,
      pre: ScrolledText,
    },
  };
}

interface PartProps {
  readonly children: ReactNode;
}

/** What is wider than the panel is scrolled, also by keyboard. */
function ScrolledTable({ children }: PartProps) {
  return (
    <div className="guide-wide" tabIndex={0} role="group" aria-label={t('Table')}>
      <table>{children}</table>
    </div>
  );
}

function ScrolledText({ children }: PartProps) {
  return (
    <pre className="guide-wide" tabIndex={0}>
      {children}
    </pre>
  );
}
