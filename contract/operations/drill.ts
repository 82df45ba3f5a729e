/** Operations on the isolation drill. */

import { z } from 'zod';
import { drillReportIdSchema, drillReportSummarySchema, drillResultSchema, drillStepSchema, signedDrillReportSchema } from '../model/drill.ts';
import { request, stream } from '../operation.ts';

export const drillOperations = {
  'drill.run': stream({
    summary: 'Attacks one throw-away container from another, with the wall up and with it down for these two only, says what stopped each attempt, and removes both; cancelling leaves nothing behind.',
    action: 'run-drills',
    changes: true,
    params: z.strictObject({}),
    item: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('step'),
        step: drillStepSchema,
        /** Work done so far, 0 to 1. */
        fraction: z.number().min(0).max(1),
      }),
      /** An attempt has been made; what came of it is known at the end. */
      z.strictObject({ type: z.literal('probe'), step: drillStepSchema, probe: z.string() }),
      z.strictObject({ type: z.literal('result'), result: drillResultSchema }),
    ]),
    result: signedDrillReportSchema,
    errors: [
      ...(['drill-running', 'image-not-found', 'network-unavailable', 'selinux-unavailable', 'policy-unavailable', 'policy-refused', 'lxc-unavailable', 'disk-full'] as const),
      ...(['container-exists', 'container-not-found', 'container-not-running', 'container-not-managed', 'container-running', 'container-busy', 'container-failed', 'context-not-applied'] as const),
    ],
  }),
  'drill.list': request({
    summary: 'Lists the reports of the drills that this host has kept, newest first.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({}),
    result: z.strictObject({ reports: z.array(drillReportSummarySchema) }),
    errors: [],
  }),
  'drill.report': request({
    summary: 'Gives a report of a drill, with the hashes of its evidence and their signature.',
    action: 'view-host',
    changes: false,
    params: z.strictObject({ report: drillReportIdSchema }),
    result: signedDrillReportSchema,
    errors: ['drill-report-not-found'],
  }),
} as const;
