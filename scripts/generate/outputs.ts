// SPDX-License-Identifier: Apache-2.0
/** The files that are generated, by their path in the checkout. */

import { applyGuide } from './guide/apply-guide.ts';
import { accessPage } from './guide/access-page.ts';
import { isolationModuleText } from './class-constraints.ts';
import { capabilitiesGuide } from './guide/capabilities-guide.ts';
import { commandReference } from './guide/command-reference.ts';
import { decisionIndex } from './decision-index.ts';
import { distributionsPage } from './guide/distributions-page.ts';
import { drillGuide } from './guide/drill-guide.ts';
import { grafanaDashboard } from './grafana-dashboard.ts';
import { installPage } from './guide/install-page.ts';
import { logScanner } from './log-scanner.ts';
import { alertsGuide, metricsGuide } from './guide/monitoring-guide.ts';
import { operationNamesModule } from './operation-names.ts';
import { plainModuleText } from './plain-domains.ts';
import { policyGuide } from './guide/policy-guide.ts';
import { polkitPolicy } from './polkit-policy.ts';
import { securityPage } from './guide/security-page.ts';
import { denyModuleText } from './service-denials.ts';
import { verifyProgram } from './verify-program.ts';
import { threatModel } from './threats/threat-model.ts';

export const outputs: Readonly<Record<string, () => string | Promise<string>>> = {
  'policy/polkit/org.bulkhead.policy': polkitPolicy,
  'policy/selinux/bulkhead-deny.cil': denyModuleText,
  'policy/selinux/bulkhead-isolation.cil': isolationModuleText,
  'policy/selinux/bulkhead-plain.cil': plainModuleText,
  'audit/log-scanner/scanner-code.ts': logScanner,
  'cli/evidence/verify-program.ts': verifyProgram,
  'contract/operations/operation-names.ts': operationNamesModule,
  'docs/access.md': accessPage,
  'docs/reference/bulkheadctl.md': commandReference,
  'docs/threat-model.md': threatModel,
  'docs/security.md': securityPage,
  'docs/guide/apply.md': applyGuide,
  'docs/guide/drill.md': drillGuide,
  'docs/guide/fedora.md': distributionsPage,
  'docs/guide/incus.md': capabilitiesGuide,
  'docs/guide/install.md': installPage,
  'docs/guide/policy.md': policyGuide,
  'docs/guide/alerts.md': alertsGuide,
  'docs/guide/metrics.md': metricsGuide,
  'assets/grafana/bulkhead.json': grafanaDashboard,
  'docs/adr/README.md': decisionIndex,
};
