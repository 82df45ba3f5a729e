// SPDX-License-Identifier: Apache-2.0
/**
 * Adds a statement to a container's own policy module, as a new version of it: a rule, or a port that it listens on,
 * which is also written among its ports. Undone, module and ports are again what they were.
 */

import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { Remedy } from '../../../contract/model/explanation.ts';
import { type ServedPortNumber, servedPortSchema } from '../../../contract/model/container.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import type { DomainModules } from './domain-modules.ts';
import type { Containers } from '../containers/ports.ts';
import { type ChangeDriver, defineDriver } from '../remedies/ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

const portsSchema = z.array(servedPortSchema);
const planSchema = z.strictObject({
  container: containerNameSchema,
  before: z.string(),
  after: z.string(),
  /** Left out where the ports do not change. */
  ports: z.strictObject({ before: portsSchema, after: portsSchema }).optional(),
});
type Plan = z.infer<typeof planSchema>;

export interface ModuleDriverOptions {
  /** Its installations are a part of the transaction of a change. */
  readonly modules: Pick<DomainModules, 'install' | 'read'>;
  readonly containers: Pick<Containers, 'exclusively' | 'described' | 'choose'>;
}

export function createModuleDriver({ modules, containers }: ModuleDriverOptions): ChangeDriver {
  const sourceOf = async (container: string): Promise<string | undefined> =>
    (await modules.read(container, neverAborts))?.source;

  /**
   * Judged and compiled like any other source, with the neverallow rules: what breaks isolation fails here, and the
   * module stays as it was.
   */
  async function install(container: string, source: string, note: string): Promise<void> {
    await modules.install(container, source, { note, mayBePermissive: false, signal: neverAborts });
  }

  /** Whether the written ports are those before or after the plan; `both` where the plan does not change them. */
  function portsState({ container, ports }: Plan): 'before' | 'after' | 'both' | 'other' {
    if (ports === undefined) return 'both';
    const now = textOf(containers.described(container).ports);
    if (now === textOf(ports.after)) return 'after';
    return now === textOf(ports.before) ? 'before' : 'other';
  }

  return defineDriver({
    schema: planSchema,
    async plan({ remedy, container, explanation: { group } }, signal) {
      const deny = (reason: string): never => fail('remedy-not-applicable', { remedy: remedy.id, reason });
      if (container === null) return deny('these denials are not of a container');
      const stored =
        (await modules.read(container, signal)) ??
        deny(`${container} has no policy module; give it a domain of its own first`);
      if (containers.described(container).learningUntil !== null)
        deny(
          `${container} is learning, so that nothing is denied now; review what it learned, and choose this rule there`,
        );
      const port = servedPortOf(remedy);
      const after = withRules(
        stored.source,
        remedy.change,
        `${port === undefined ? 'A' : `It also listens on ${port.protocol} ${port.port}: a`} remedy for the denials ${group}.`,
      );
      const { ports } = containers.described(container);
      const version =
        stored.version === undefined ? 'a text that somebody else installed' : `version ${stored.version.version}`;
      return {
        subject: container,
        change: remedy.change,
        before: [
          `the module of ${container} is ${version}, without this rule`,
          ...(port === undefined ? [] : [`${container} listens on ${wordsOf(ports)}`]),
        ],
        cannotUndo: null,
        plan: {
          container,
          before: stored.source,
          after,
          ...(port !== undefined && { ports: { before: ports, after: [...ports, port] } }),
        },
      };
    },
    async readState(plan) {
      const { container, before, after } = plan;
      const [source, ports] = [await sourceOf(container), portsState(plan)];
      if (source === after && (ports === 'after' || ports === 'both')) return { state: 'after' };
      if (source === before && (ports === 'before' || ports === 'both')) return { state: 'before' };
      if (source === after || source === before)
        return {
          state: 'other',
          words: `the ports of ${container} were changed since; choose them again with bulkheadctl confine --listen`,
        };
      return {
        state: 'other',
        words:
          source === undefined
            ? `${container} has no policy module any more`
            : `the module of ${container} was changed since; take the rule out of it by hand, or go back to an earlier version`,
      };
    },
    hold: ({ container }, work) =>
      containers.exclusively(container, { reason: 'its policy module is being changed' }, work),
    async apply({ container, before, after, ports }) {
      // Between the plan and this line another operation may have had the lock of the container.
      if ((await sourceOf(container)) !== before)
        fail('change-failed', {
          summary: `add a rule to the module of ${container}`,
          reason: 'it was changed meanwhile; explain the denials again',
        });
      await install(container, after, ports === undefined ? 'a rule of a remedy' : 'a port of a remedy');
      if (ports !== undefined) containers.choose(container, { ports: ports.after });
    },
    async revert(plan) {
      const { container, before, after, ports } = plan;
      if (ports !== undefined && portsState(plan) === 'after') containers.choose(container, { ports: ports.before });
      // Only what this change installed is replaced.
      if ((await sourceOf(container)) === after)
        await install(container, before, `without the ${ports === undefined ? 'rule' : 'port'} of a remedy`);
    },
  });
}

/** The port that a remedy adds, which its id names; undefined for a remedy that adds none. */
function servedPortOf({ kind, id }: Remedy): ServedPortNumber | undefined {
  if (kind !== 'serve-port') return undefined;
  const [, protocol, port] = /^serve-port:(tcp|udp)_(\d{1,5})$/.exec(id) ?? [];
  return servedPortSchema.parse({ protocol, port: Number(port) });
}

function wordsOf(ports: readonly ServedPortNumber[]): string {
  return ports.length === 0
    ? 'no port of its own'
    : ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
}

function textOf(ports: readonly ServedPortNumber[]): string {
  return JSON.stringify(ports.map(({ protocol, port }) => [protocol, port]));
}
