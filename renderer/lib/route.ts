// SPDX-License-Identifier: Apache-2.0
/** Where the window is: a place, and its text form after the `#` of the address. */

export const containerTabs = ['overview', 'terminal', 'logs', 'denials', 'security', 'configuration'] as const;
export type ContainerTab = (typeof containerTabs)[number];

export const isolationParts = ['audit', 'drill', 'benchmark'] as const;
export type IsolationPart = (typeof isolationParts)[number];

export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'host-check' }
  /** All hosts; the filter is for their containers and causes. */
  | { readonly page: 'hosts'; readonly filter: string }
  | { readonly page: 'alerts' }
  | { readonly page: 'containers'; readonly filter: string }
  | { readonly page: 'container'; readonly name: string; readonly tab: ContainerTab }
  | { readonly page: 'isolation'; readonly part: IsolationPart }
  | { readonly page: 'denials'; readonly filter: string }
  | { readonly page: 'activity'; readonly filter: string }
  | { readonly page: 'local-changes'; readonly filter: string }
  /** The container whose module is shown; the first when empty. */
  | { readonly page: 'policy'; readonly name: string };

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'overview':
    case 'host-check':
    case 'alerts':
      return `#/${route.page}`;
    case 'isolation':
      return `#/isolation${route.part === 'audit' ? '' : `/${route.part}`}`;
    case 'container':
      return `#/containers/${encodeURIComponent(route.name)}/${route.tab}`;
    case 'policy':
      return `#/policy${route.name === '' ? '' : `/${encodeURIComponent(route.name)}`}`;
    case 'hosts':
    case 'containers':
    case 'denials':
    case 'activity':
    case 'local-changes':
      return `#/${route.page}${route.filter === '' ? '' : `?filter=${encodeURIComponent(route.filter)}`}`;
  }
}

/** Lists with a filter of their own. */
const filteredPages = ['hosts', 'containers', 'denials', 'activity', 'local-changes'] as const;

/** Reads what {@link formatRoute} writes; anything else is the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, name, tab] = path.split('/');
  const filter = new URLSearchParams(query).get('filter') ?? '';
  if (page === 'containers' && name !== undefined && name !== '')
    return { page: 'container', name: decode(name), tab: containerTabs.find((known) => known === tab) ?? 'overview' };
  if (page === 'host-check' || page === 'alerts') return { page };
  if (page === 'policy') return { page, name: decode(name ?? '') };
  const filtered = filteredPages.find((known) => known === page);
  if (filtered !== undefined) return { page: filtered, filter };
  return page === 'isolation'
    ? { page, part: isolationParts.find((known) => known === name) ?? 'audit' }
    : { page: 'overview' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
