// SPDX-License-Identifier: Apache-2.0
/** Questions to the loaded policy: what would be allowed, asked before it happens. */

import * as z from 'zod';
import { domainCountSchema } from '../../model/policy/domain-count.ts';
import { containerNameSchema } from '../../model/names.ts';
import { policyIdentitySchema, signedCertificateSchema } from '../../model/policy/proof.ts';
import { portTypeSchema } from '../../model/policy/port-type.ts';
import {
  policyAnswerSchema,
  policyNamesSchema,
  policyQuestionSchema,
  policySubjectSchema,
} from '../../model/policy/policy-question.ts';
import { request } from '../../operation.ts';

export const questionOperations = {
  'policy.ask': request({
    summary:
      'Answers who may do what to what from the loaded policy, with the rules that grant it, ' +
      'the constraints that deny it, the booleans that would change it, and the containers ' +
      'concerned.',
    action: 'view-denials',
    changes: false,
    params: () => z.strictObject({ question: policyQuestionSchema() }),
    result: policyAnswerSchema,
    errors: ['policy-unavailable', 'container-not-found', 'context-unknown'],
  }),
  'policy.names': request({
    summary: 'Gives the names of all types, classes and permissions of the loaded policy.',
    action: 'view-denials',
    changes: false,
    params: () => z.strictObject({}),
    result: policyNamesSchema,
    errors: ['policy-unavailable'],
  }),
  'policy.port-types': request({
    summary: 'Gives the types of ports that the loaded policy has, each with the ports that have it.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ types: z.array(portTypeSchema()) }),
    errors: ['policy-unavailable'],
  }),
  'policy.count': request({
    summary:
      'Counts the distinct accesses that the loaded policy grants a domain, by what they are about, beside another ' +
      'domain or the stock domains of containers that the policy has.',
    action: 'view-denials',
    changes: false,
    params: () => z.strictObject({ subject: policySubjectSchema(), against: policySubjectSchema().optional() }),
    result: () =>
      z.strictObject({
        /** Gives the counts, that of the subject first. */
        counts: z.array(domainCountSchema()).min(1),
      }),
    errors: ['policy-unavailable', 'container-not-found', 'context-unknown'],
  }),
  'policy.prove': request({
    summary:
      'Proves on the loaded policy that nothing passes between containers with disjoint categories but for named ' +
      'exceptions, or gives the shortest ways on which something does; and looks whether what running containers have ' +
      'holds their categories. The certificate is signed.',
    action: 'view-denials',
    changes: false,
    isHeavy: true,
    params: () =>
      z.strictObject({
        /** Two containers, instead of all. */
        pair: z.strictObject({ from: containerNameSchema(), to: containerNameSchema() }).optional(),
      }),
    result: signedCertificateSchema,
    errors: ['policy-unavailable', 'container-not-found', 'context-unknown', 'disk-full'],
  }),
  'policy.certificate': request({
    summary: 'Gives the last certificate of all containers that the host has signed.',
    action: 'view-denials',
    changes: false,
    params: () => z.strictObject({}),
    result: () => z.strictObject({ last: signedCertificateSchema().nullable() }),
    errors: [],
  }),
  'policy.identify': request({
    summary:
      'Gives the checksum of the loaded policy, by which a certificate of another one is known to be out of date, and the ' +
      'public key of the host.',
    action: 'view-host',
    changes: false,
    params: () => z.strictObject({}),
    result: policyIdentitySchema,
    errors: [],
  }),
} as const;
