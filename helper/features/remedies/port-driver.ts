// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a port another label, as `semanage port` does, so that the administrator's usual tools show it ([ADR
 * 17](../../../docs/adr/0017-change-booleans-and-ports-with-the-standard-tools.md)).
 */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import type { SemanageStore } from '../../selinux/policy/semanage-store.ts';
import { type ChangeDriver, defineDriver } from './ports.ts';

const typeSchema = z.string().regex(/^[A-Za-z0-9_]+$/);

const portSchema = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'dccp', 'sctp']),
  port: z.number().int().min(0).max(65_535),
});

const planSchema = portSchema.extend({
  type: typeSchema,
  /** The administrator's own label of this port before; null when it was the policy's. */
  before: typeSchema.nullable(),
});
type Port = z.infer<typeof portSchema>;

export function createPortDriver(store: SemanageStore): ChangeDriver {
  const localType = ({ protocol, port }: Port): string | null => store.portRecord(protocol, port)?.type ?? null;

  return defineDriver({
    schema: planSchema,
    async plan({ remedy, explanation: { reason } }) {
      if (reason.kind !== 'port-label') fail('remedy-not-proposed', { remedy: remedy.id });
      const type = remedy.id.slice('port-label:'.length);
      const port = portSchema.parse({ protocol: reason.protocol, port: reason.port });
      const plan = planSchema.parse({ ...port, type, before: localType(port) });
      const words =
        plan.before === null
          ? say("the policy's own label, {actual}", { actual: reason.actual })
          : say('{before}, set by semanage', { before: plan.before });
      return {
        subject: nameOf(plan),
        change: remedy.change,
        before: [say('{port} has {words}', { port: nameOf(plan), words })],
        cannotUndo: null,
        plan,
      };
    },
    async readState({ type, before, ...port }) {
      const now = localType(port);
      if (now === type) return { state: 'after' };
      if (now === before) return { state: 'before' };
      return {
        state: 'other',
        words: say('{name} was given another label by other means since: {now}', {
          name: nameOf(port),
          now: now ?? say("the policy's own"),
        }),
      };
    },
    apply: ({ protocol, port, type }) => store.setPort(protocol, port, type),
    async revert({ protocol, port, type, before }) {
      if (localType({ protocol, port }) !== type || type === before) return;
      await (before === null ? store.forgetPort(protocol, port) : store.setPort(protocol, port, before));
    },
  });
}

function nameOf({ protocol, port }: Port): string {
  return `${protocol} port ${port}`;
}
