// SPDX-License-Identifier: Apache-2.0
/** Describes where the window is: a place, and its text form after the `#` of the address. */

export const containerTabs = [
  'overview',
  'terminal',
  'logs',
  'processes',
  'denials',
  'security',
  'network',
  'files',
  'snapshots',
  'configuration',
] as const;
export type ContainerTab = (typeof containerTabs)[number];

export const isolationParts = ['proof', 'audit', 'drill', 'benchmark'] as const;
export type IsolationPart = (typeof isolationParts)[number];

/** Pages of which there is one form only. */
const plainPages = [
  'overview',
  'getting-started',
  'host-check',
  'selinux',
  'alerts',
  'networks',
  'cluster',
  'access',
  'control-groups',
  'settings',
  'workspace',
] as const;

/** Lists with a filter of their own; that of all hosts is for their containers and causes. */
const filteredPages = ['hosts', 'containers', 'images', 'denials', 'activity', 'local-changes'] as const;

export type Route =
  | { readonly page: (typeof plainPages)[number] }
  | { readonly page: (typeof filteredPages)[number]; readonly filter: string }
  | { readonly page: 'container'; readonly name: string; readonly tab: ContainerTab }
  | { readonly page: 'isolation'; readonly part: IsolationPart }
  /** The container whose module is shown; the first when empty. */
  | { readonly page: 'policy'; readonly name: string }
  /** Containers in the same charts; the first metric when empty. */
  | { readonly page: 'compare'; readonly names: readonly string[]; readonly metric: string };

/** A page with its tab or part, whatever it shows there. */
export type PlaceName =
  Exclude<Route['page'], 'container' | 'isolation'> | `container/${ContainerTab}` | `isolation/${IsolationPart}`;

export function placeOf(route: Route): PlaceName {
  switch (route.page) {
    case 'container':
      return `container/${route.tab}`;
    case 'isolation':
      return `isolation/${route.part}`;
    default:
      return route.page;
  }
}

/** Every place of the window once, for what has to hold at all of them. `name` is a container's. */
export function everyRoute(name: string): readonly Route[] {
  return [
    ...plainPages.map((page) => ({ page })),
    ...filteredPages.map((page) => ({ page, filter: '' })),
    ...containerTabs.map((tab) => ({ page: 'container', name, tab }) as const),
    { page: 'policy', name },
    { page: 'compare', names: [name], metric: '' },
    ...isolationParts.map((part) => ({ page: 'isolation', part }) as const),
  ];
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'overview':
    case 'getting-started':
    case 'host-check':
    case 'selinux':
    case 'alerts':
    case 'networks':
    case 'cluster':
    case 'access':
    case 'control-groups':
    case 'settings':
    case 'workspace':
      return `#/${route.page}`;
    case 'isolation':
      return `#/isolation${route.part === 'audit' ? '' : `/${route.part}`}`;
    case 'container':
      return `#/containers/${encodeURIComponent(route.name)}/${route.tab}`;
    case 'policy':
      return `#/policy${route.name === '' ? '' : `/${encodeURIComponent(route.name)}`}`;
    case 'compare':
      return `#/compare${queryOf({ containers: route.names.join(','), metric: route.metric })}`;
    case 'hosts':
    case 'containers':
    case 'images':
    case 'denials':
    case 'activity':
    case 'local-changes':
      return `#/${route.page}${queryOf({ filter: route.filter })}`;
  }
}

/** Reads what {@link formatRoute} writes; anything else is the overview. */
export function parseRoute(hash: string): Route {
  const [path = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, name, tab] = path.split('/');
  const parameters = readQuery(hash);
  const filter = parameters.get('filter') ?? '';
  if (page === 'containers' && name !== undefined && name !== '')
    return { page: 'container', name: decode(name), tab: containerTabs.find((known) => known === tab) ?? 'overview' };
  const plain = plainPages.find((known) => known === page);
  if (plain !== undefined) return { page: plain };
  if (page === 'policy') return { page, name: decode(name ?? '') };
  if (page === 'compare') {
    const names = (parameters.get('containers') ?? '').split(',').filter((one) => one !== '');
    return { page, names, metric: parameters.get('metric') ?? '' };
  }
  const filtered = filteredPages.find((known) => known === page);
  if (filtered !== undefined) return { page: filtered, filter };
  return page === 'isolation'
    ? { page, part: isolationParts.find((known) => known === name) ?? 'audit' }
    : { page: 'overview' };
}

export function readQuery(hash: string): URLSearchParams {
  return new URLSearchParams(hash.split('?')[1] ?? '');
}

/** What is not empty. */
export function queryOf(parameters: Readonly<Record<string, string>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${given.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
