// SPDX-License-Identifier: Apache-2.0
/** The page that the address names. Each is a part of its own, so that a start loads only the one that it shows. */

import { createPart } from '../ui/part.tsx';
import type { Route } from '../lib/route.ts';
import { useLocation } from '../window/location.ts';
import { WaitingPage } from './waiting-page.tsx';

const waiting = { waiting: WaitingPage };

/** Holds the pages in the order in which they are loaded while the window is idle. */
const pages = {
  overview: createPart(async () => (await import('../features/overview/overview-page.tsx')).OverviewPage, waiting),
  containers: createPart(
    async () => (await import('../features/container-list/containers-page.tsx')).ContainersPage,
    waiting,
  ),
  container: createPart(
    async () => (await import('../features/container-page/container-page.tsx')).ContainerPage,
    waiting,
  ),
  workspace: createPart(async () => (await import('../features/workspace/workspace-page.tsx')).WorkspacePage, waiting),
  denials: createPart(async () => (await import('../features/denials/denials-page.tsx')).DenialsPage, waiting),
  isolation: createPart(async () => (await import('../features/isolation/isolation-page.tsx')).IsolationPage, waiting),
  images: createPart(async () => (await import('../features/images/images-page.tsx')).ImagesPage, waiting),
  activity: createPart(async () => (await import('../features/activity/activity-page.tsx')).ActivityPage, waiting),
  alerts: createPart(async () => (await import('../features/alerts/alerts-page.tsx')).AlertsPage, waiting),
  networks: createPart(async () => (await import('../features/networks/networks-page.tsx')).NetworksPage, waiting),
  cluster: createPart(async () => (await import('../features/cluster/cluster-page.tsx')).ClusterPage, waiting),
  policy: createPart(async () => (await import('../features/policy/policy-page.tsx')).PolicyPage, waiting),
  'local-changes': createPart(
    async () => (await import('../features/local-changes/local-changes-page.tsx')).LocalChangesPage,
    waiting,
  ),
  compare: createPart(async () => (await import('../features/compare/compare-page.tsx')).ComparePage, waiting),
  'host-check': createPart(async () => (await import('../features/doctor/host-check-page.tsx')).HostCheckPage, waiting),
  selinux: createPart(async () => (await import('../features/switch/switch-page.tsx')).SwitchPage, waiting),
  'getting-started': createPart(
    async () => (await import('../features/getting-started/getting-started-page.tsx')).GettingStartedPage,
    waiting,
  ),
  access: createPart(async () => (await import('../features/access/access-page.tsx')).AccessPage, waiting),
  'control-groups': createPart(
    async () => (await import('../features/control-groups/control-groups-page.tsx')).ControlGroupsPage,
    waiting,
  ),
  settings: createPart(async () => (await import('../features/settings/settings-page.tsx')).SettingsPage, waiting),
  hosts: createPart(async () => (await import('../features/fleet/fleet-page.tsx')).FleetPage, waiting),
} as const;

/** Resolves when the page is loaded. */
export function loadPage(page: Route['page']): Promise<void> {
  return pages[page].load();
}

export function CurrentPage() {
  const route = useLocation((state) => state.route);
  switch (route.page) {
    case 'container':
      return <pages.container key={route.name} name={route.name} tab={route.tab} />;
    case 'compare':
      return <pages.compare names={route.names} metric={route.metric} />;
    case 'policy':
      return <pages.policy name={route.name} />;
    case 'isolation':
      return <pages.isolation part={route.part} />;
    default: {
      const Page = pages[route.page];
      return <Page />;
    }
  }
}
