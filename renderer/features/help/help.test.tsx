// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { helpOfPlace } from '../../lib/help-of-place.ts';
import { closeHelp, openHelp, showGuide, toggleHelp } from '../../window/help.ts';
import { useLocation } from '../../window/location.ts';
import { guidePages, guideSections, resolveGuideLink } from './guide.ts';
import { searchGuide } from './guide-search.ts';
import { HelpPanel } from './help-panel.tsx';

beforeEach(() => useLocation.setState({ route: { page: 'denials', filter: '' } }));
afterEach(() => {
  cleanup();
  closeHelp();
  useLocation.setState({ route: { page: 'overview' } });
});

// The content is loaded on demand, which is beside the point here.
beforeAll(() => import('./help-content.tsx'));

const article = () => screen.findByRole('article');

describe('the panel', () => {
  it('shows what is about the page, and follows to the next one', async () => {
    render(<HelpPanel />);
    expect(screen.queryByRole('complementary')).toBe(null);
    act(openHelp);
    expect((await article()).getAttribute('aria-label')).toBe('Denials');
    act(() => useLocation.setState({ route: { page: 'isolation', part: 'drill' } }));
    expect((await article()).getAttribute('aria-label')).toBe('The isolation drill');
  });

  it('takes the focus, and gives it back when Escape closes it', async () => {
    render(
      <>
        <button type="button">Somewhere</button>
        <HelpPanel />
      </>,
    );
    const somewhere = screen.getByRole('button', { name: 'Somewhere' });
    somewhere.focus();
    act(() => toggleHelp({ isOverDialog: false }));
    expect(document.activeElement?.textContent).toBe('Help');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBe(null);
    expect(document.activeElement).toBe(somewhere);
  });

  it('opens links within the guide in itself, and goes back', async () => {
    render(<HelpPanel />);
    act(() => showGuide('guide/activity.md'));
    await userEvent.click(within(await article()).getByRole('button', { name: 'Local changes' }));
    expect((await article()).getAttribute('aria-label')).toBe('Remedies, and own domains');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect((await article()).getAttribute('aria-label')).toBe('Activity');
  });

  it('has no picture, no link out of the guide but to the web, and no markup of its pages', async () => {
    for (const { path } of guidePages.values()) {
      render(<HelpPanel />);
      act(() => showGuide(path));
      const page = await article();
      expect(page.querySelectorAll('img, script, iframe, object').length, path).toBe(0);
      const links = [...page.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
      expect(
        links.filter((href) => !/^https:\/\//.test(href)),
        path,
      ).toEqual([]);
      cleanup();
    }
  });

  it('searches the whole guide, and opens what was found', async () => {
    render(<HelpPanel />);
    act(openHelp);
    await article();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search the guide' }), 'forgetting host');
    const found = await screen.findByRole('list', { name: 'Sections found' });
    await userEvent.click(within(found).getByRole('button', { name: /^Add one in Hosts/ }));
    expect((await article()).getAttribute('aria-label')).toBe('Hosts');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search the guide' }), 'zzzz');
    expect(screen.getByText('No matches')).toBeTruthy();
  });

  it('keeps the focus when what was pressed is gone, so that Escape closes it', async () => {
    render(<HelpPanel />);
    act(() => showGuide('guide/activity.md'));
    await userEvent.click(within(await article()).getByRole('button', { name: 'Local changes' }));
    expect((await article()).parentElement).toBe(document.activeElement);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search the guide' }), 'forgetting host');
    const found = await screen.findByRole('list', { name: 'Sections found' });
    await userEvent.click(within(found).getByRole('button', { name: /^Add one in Hosts/ }));
    expect((await article()).parentElement).toBe(document.activeElement);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBe(null);
  });
});

describe('the guide', () => {
  it('has the page of every place', () => {
    const missing = Object.values(helpOfPlace).filter((address) => !guidePages.has(address.split('#')[0] ?? ''));
    expect(missing).toEqual([]);
  });

  it('is divided into the sections of its pages, without marks of markdown', () => {
    expect(guideSections.find(({ address }) => address === 'guide/hosts.md#add-one')).toMatchObject({
      page: 'Hosts',
      title: 'Add one',
    });
    const text = guideSections.map((section) => section.text).join('\n');
    expect(text).not.toMatch(/\]\(|!\[|```/);
  });

  it('knows where a link leads', () => {
    expect([
      resolveGuideLink('guide/hosts.md', 'policy.md#learning'),
      resolveGuideLink('guide/hosts.md', '#add-one'),
      resolveGuideLink('guide/hosts.md', '../concepts.md'),
      resolveGuideLink('guide/hosts.md', '../adr/0001-x.md'),
      resolveGuideLink('guide/hosts.md', '../../../etc/passwd'),
      resolveGuideLink('guide/hosts.md', 'https://example.org/a'),
      resolveGuideLink('guide/hosts.md', 'javascript:alert(1)'),
    ]).toEqual([
      { kind: 'guide', address: 'guide/policy.md#learning' },
      { kind: 'guide', address: 'guide/hosts.md#add-one' },
      { kind: 'guide', address: 'concepts.md' },
      { kind: 'elsewhere' },
      { kind: 'elsewhere' },
      { kind: 'web', href: 'https://example.org/a' },
      { kind: 'elsewhere' },
    ]);
  });

  it('finds a section by the beginning of its words, with a letter wrong too, titles first', () => {
    expect(searchGuide('learn')[0]?.section.title).toBe('Learning');
    expect(searchGuide('yearning')[0]?.section.title).toBe('Learning');
    const [first] = searchGuide('categories isolate');
    expect(`${first?.before}${first?.match}${first?.after}`).toContain('categor');
  });
});
