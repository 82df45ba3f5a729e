// SPDX-License-Identifier: Apache-2.0
/**
 * What is followed of a host from the first connection on, whichever page is shown: pages are loaded later than that.
 * Each registers itself.
 */

import '../features/activity/activity.ts';
import '../features/alerts/alerts-store.ts';
import '../features/alerts/host-alerts.ts';
import '../features/cluster/member-hosts.ts';
import '../features/containers/containers.ts';
import '../features/denials/denials.ts';
import '../features/fleet/fleet.ts';
import '../features/getting-started/first-visit.ts';
import '../features/members/member-views.ts';
import '../features/usage/member-samples.ts';
import '../features/usage/samples.ts';
