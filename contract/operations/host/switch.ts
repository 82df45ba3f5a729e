// SPDX-License-Identifier: Apache-2.0
/** Operations of the switch of a host to SELinux. */

import * as z from 'zod';
import { switchPlanSchema, switchStatusSchema, switchWatchSchema, trialSeconds } from '../../model/host/switch.ts';
import { request } from '../../operation.ts';

const nothing = () => z.strictObject({});

export const switchOperations = {
  'switch.status': request({
    summary: 'Says where the host stands in its switch to SELinux, and what comes next.',
    action: 'view-host',
    changes: false,
    params: nothing,
    result: switchStatusSchema,
    errors: [],
  }),
  'switch.plan': request({
    summary:
      'Says what each step of the switch to SELinux does on this host, how long labelling takes, what is lost, and ' +
      'how to come back.',
    action: 'view-host',
    changes: false,
    params: nothing,
    result: switchPlanSchema,
    errors: [],
  }),
  'switch.watch': request({
    summary:
      'Collects from the audit log what enforcing would deny to services of the host, each with its narrowest ' +
      'remedy, and says what the host has been through since.',
    action: 'view-denials',
    changes: false,
    isHeavy: true,
    params: nothing,
    result: switchWatchSchema,
    errors: [],
  }),
  'switch.prepare': request({
    summary:
      'Sets SELinux to permissive in its configuration, lets all files be labelled, and adds SELinux to the kernel ' +
      'line of the next boot. Nothing is installed: the packages have to be there.',
    action: 'switch-selinux',
    changes: true,
    params: nothing,
    result: switchStatusSchema,
    errors: ['switch-denied', 'switch-failed', 'disk-full'],
  }),
  'switch.enforce': request({
    summary:
      'Lets SELinux enforce for a time, after which systemd sets it to permissive again unless it was confirmed. ' +
      'A reboot ends it too.',
    action: 'switch-selinux',
    changes: true,
    params: () =>
      z.strictObject({
        seconds: z.number().int().min(trialSeconds.min).max(trialSeconds.max).default(trialSeconds.usual),
        /**
         * Enforces also where something is open that would be denied, or where the host has not been through enough.
         */
        despite: z.boolean().default(false),
      }),
    result: switchStatusSchema,
    errors: ['switch-denied', 'switch-failed', 'disk-full'],
  }),
  'switch.confirm': request({
    summary: 'Keeps SELinux enforcing, now and after each boot, while it is tried.',
    action: 'switch-selinux',
    changes: true,
    params: nothing,
    result: switchStatusSchema,
    errors: ['switch-denied', 'switch-failed', 'disk-full'],
  }),
  'switch.back': request({
    summary:
      'Ends a trial of enforcing; or, where there is none, undoes what the switch changed, so that the next boot is ' +
      'without SELinux.',
    action: 'switch-selinux',
    changes: true,
    params: () =>
      z.strictObject({
        /** `trial` ends a trial only; `all` undoes the switch. */
        of: z.enum(['trial', 'all']),
      }),
    result: switchStatusSchema,
    errors: ['switch-denied', 'switch-failed', 'disk-full'],
  }),
} as const;
