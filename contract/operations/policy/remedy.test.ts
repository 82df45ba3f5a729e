// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { remedySchema } from '../../model/denials/explanation.ts';
import { remedyIdSchema } from './remedy.ts';

it.each(remedySchema().shape.kind.options)('takes a remedy of the kind %s, also with what it is about', (kind) => {
  expect([kind, `${kind}:postgresql_port_t`].map((id) => remedyIdSchema().safeParse(id).success)).toEqual([true, true]);
});

it.each(['', 'other', 'choice:', 'choice:a b', 'connect-port:a\nb', `choice:${'x'.repeat(151)}`])(
  'takes no %j',
  (id) => {
    expect(remedyIdSchema().safeParse(id).success).toBe(false);
  },
);
