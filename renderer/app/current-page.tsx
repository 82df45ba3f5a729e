/** The page that the address names. */

import { ActivityPage } from '../pages/activity/activity-page.tsx';
import { ContainerPage } from '../pages/container/container-page.tsx';
import { ContainersPage } from '../pages/containers/containers-page.tsx';
import { DenialsPage } from '../pages/denials/denials-page.tsx';
import { IsolationPage } from '../pages/isolation/isolation-page.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import { PolicyPage } from '../pages/policy/policy-page.tsx';
import { useLocation } from '../stores/location.ts';

export function CurrentPage() {
  const route = useLocation((state) => state.route);
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'containers':
      return <ContainersPage />;
    case 'container':
      return <ContainerPage key={route.name} name={route.name} tab={route.tab} />;
    case 'denials':
      return <DenialsPage />;
    case 'policy':
      return <PolicyPage name={route.name} />;
    case 'isolation':
      return <IsolationPage part={route.part} />;
    case 'activity':
      return <ActivityPage />;
  }
}
