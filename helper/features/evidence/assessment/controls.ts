// SPDX-License-Identifier: Apache-2.0
/** The controls for which evidence is given: on which claims each rests, and what cannot be claimed of it. */

import type { ClaimId } from './claims.ts';

export type Framework = 'nist-800-53' | 'cis-controls';

export interface Control {
  readonly framework: Framework;
  /** Is the identifier in the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly claims: readonly ClaimId[];
  /** Says what of the control this evidence does not show. */
  readonly notClaimed: string;
}

export const frameworkTitles: Readonly<Record<Framework, string>> = {
  'nist-800-53': 'NIST SP 800-53 Revision 5',
  'cis-controls': 'CIS Controls version 8.1',
};

export const controls: readonly Control[] = [
  {
    framework: 'nist-800-53',
    id: 'AC-4',
    title: 'Information flow enforcement',
    claims: ['selinux-enforces', 'no-channel', 'contexts-separate', 'objects-labelled', 'data-withheld'],
    notClaimed:
      'Flows between a container and other machines, covert channels by time and load, and the rules of an organisation ' +
      'about which information may flow where.',
  },
  {
    framework: 'nist-800-53',
    id: 'SC-3',
    title: 'Security function isolation',
    claims: [
      'selinux-enforces',
      'policy-as-shipped',
      'services-bounded',
      'host-protected',
      'security-functions-withheld',
    ],
    notClaimed: 'Services of the host that the policy of the distribution makes powerful, and the kernel itself.',
  },
  {
    framework: 'nist-800-53',
    id: 'SC-6',
    title: 'Resource availability',
    claims: ['resources-bounded', 'resources-withheld'],
    notClaimed: 'Priorities among containers, and the bandwidth of networks and disks.',
  },
  {
    framework: 'nist-800-53',
    id: 'SC-7',
    title: 'Boundary protection',
    claims: ['network-separated', 'network-withheld'],
    notClaimed: 'The boundary of the system to other networks, its firewalls, and what its services publish.',
  },
  {
    framework: 'nist-800-53',
    id: 'SC-39',
    title: 'Process isolation',
    claims: ['selinux-enforces', 'contexts-separate', 'processes-separated'],
    notClaimed: 'Isolation of processes within one container, and of those of the host from each other.',
  },
  {
    framework: 'nist-800-53',
    id: 'AU-2',
    title: 'Event logging',
    claims: ['activity-chained', 'denials-recorded'],
    notClaimed: 'Which events an organisation needs, their review, and what root did beside Bulkhead.',
  },
  {
    framework: 'nist-800-53',
    id: 'AU-10',
    title: 'Non-repudiation',
    claims: ['activity-chained'],
    notClaimed:
      'Calls are bound to the account that the kernel names for the socket, not to a person; who is root can write the ' +
      'whole chain again, which only earlier evidence kept elsewhere shows.',
  },
  {
    framework: 'nist-800-53',
    id: 'AU-12',
    title: 'Audit record generation',
    claims: ['activity-chained', 'denials-recorded'],
    notClaimed: 'Records of programs within containers, and of what an enforcing policy allows.',
  },
  {
    framework: 'nist-800-53',
    id: 'CM-6',
    title: 'Configuration settings',
    claims: ['policy-identified', 'policy-as-shipped', 'local-changes-known', 'objects-labelled', 'host-protected'],
    notClaimed: 'Settings of the host beside SELinux and its containers, and the approval of deviations.',
  },
  {
    framework: 'cis-controls',
    id: '3.3',
    title: 'Access to data by lists of what is needed',
    claims: ['selinux-enforces', 'no-channel', 'contexts-separate', 'objects-labelled', 'data-withheld'],
    notClaimed: 'Access of people to data, and of programs within one container.',
  },
  {
    framework: 'cis-controls',
    id: '4.1',
    title: 'Secure configuration of systems',
    claims: ['policy-identified', 'policy-as-shipped', 'local-changes-known', 'host-protected'],
    notClaimed: 'The process by which an organisation reviews its configuration.',
  },
  {
    framework: 'cis-controls',
    id: '7.7',
    title: 'Remediation of vulnerabilities',
    claims: ['kernel-maintained'],
    notClaimed: 'Vulnerabilities that Bulkhead does not know, and those of programs within containers.',
  },
  {
    framework: 'cis-controls',
    id: '8.2',
    title: 'Collection of audit logs',
    claims: ['activity-chained', 'denials-recorded'],
    notClaimed: 'Logs of other programs, and a place for them away from the host.',
  },
  {
    framework: 'cis-controls',
    id: '8.5',
    title: 'Detailed audit logs',
    claims: ['activity-chained'],
    notClaimed: 'Details of what programs within containers do.',
  },
  {
    framework: 'cis-controls',
    id: '13.4',
    title: 'Traffic between segments of networks',
    claims: ['network-separated', 'network-withheld'],
    notClaimed: 'Segments of networks outside of the host.',
  },
];
