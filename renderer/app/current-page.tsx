// SPDX-License-Identifier: Apache-2.0
/** The page that the address names. */

import { ActivityPage } from '../features/activity/activity-page.tsx';
import { AlertsPage } from '../features/alerts/alerts-page.tsx';
import { ComparePage } from '../features/compare/compare-page.tsx';
import { ContainerPage } from '../features/container-page/container-page.tsx';
import { ContainersPage } from '../features/container-list/containers-page.tsx';
import { DenialsPage } from '../features/denials/denials-page.tsx';
import { FleetPage } from '../features/fleet/fleet-page.tsx';
import { GettingStartedPage } from '../features/getting-started/getting-started-page.tsx';
import { HostCheckPage } from '../features/doctor/host-check-page.tsx';
import { ImagesPage } from '../features/images/images-page.tsx';
import { IsolationPage } from '../features/isolation/isolation-page.tsx';
import { LocalChangesPage } from '../features/local-changes/local-changes-page.tsx';
import { NetworksPage } from '../features/networks/networks-page.tsx';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { PolicyPage } from '../features/policy/policy-page.tsx';
import { useLocation } from '../window/location.ts';

export function CurrentPage() {
  const route = useLocation((state) => state.route);
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'hosts':
      return <FleetPage />;
    case 'getting-started':
      return <GettingStartedPage />;
    case 'host-check':
      return <HostCheckPage />;
    case 'alerts':
      return <AlertsPage />;
    case 'networks':
      return <NetworksPage />;
    case 'containers':
      return <ContainersPage />;
    case 'container':
      return <ContainerPage key={route.name} name={route.name} tab={route.tab} />;
    case 'compare':
      return <ComparePage names={route.names} metric={route.metric} />;
    case 'images':
      return <ImagesPage />;
    case 'denials':
      return <DenialsPage />;
    case 'policy':
      return <PolicyPage name={route.name} />;
    case 'local-changes':
      return <LocalChangesPage />;
    case 'isolation':
      return <IsolationPage part={route.part} />;
    case 'activity':
      return <ActivityPage />;
  }
}
