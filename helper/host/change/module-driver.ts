/** Adds a rule to a container's own policy module, as a new version of it; taken back, the module is the text again that it was. */

import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import type { RealContainers } from '../lxc/containers.ts';
import type { DomainModules } from '../policy/domain-modules.ts';
import { type ChangeDriver, defineDriver } from './change-driver.ts';

const planSchema = z.strictObject({ container: containerNameSchema, before: z.string(), after: z.string() });

export interface ModuleDriverOptions {
  /** Whose installations are a part of the transaction that a change is. */
  readonly modules: Pick<DomainModules, 'install' | 'read'>;
  readonly containers: Pick<RealContainers, 'exclusively' | 'described'>;
}

const unlimited = new AbortController().signal;

export function createModuleDriver({ modules, containers }: ModuleDriverOptions): ChangeDriver {
  const sourceOf = async (container: string): Promise<string | undefined> => (await modules.read(container, unlimited))?.source;

  /** Judged and compiled like any other source, with the neverallow rules: what breaches the wall fails here, and the module is as it was. */
  async function install(container: string, source: string, note: string): Promise<void> {
    await modules.install(container, source, { note, mayBePermissive: false, signal: unlimited });
  }

  return defineDriver({
    schema: planSchema,
    async plan({ remedy, container, explanation: { group } }, signal) {
      const refuse = (reason: string): never => fail('remedy-refused', { remedy: remedy.id, reason });
      if (container === null) return refuse('these denials are not of a container');
      const stored = (await modules.read(container, signal)) ?? refuse(`${container} has no policy module; give it a domain of its own first`);
      if (containers.described(container).learningUntil !== null) refuse(`${container} is learning, so that nothing is refused now; review what it learned, and choose this rule there`);
      const after = withRules(stored.source, remedy.change, `A remedy for the denials ${group}.`);
      const version = stored.version === undefined ? 'a text that somebody else installed' : `version ${stored.version.version}`;
      return { subject: container, change: remedy.change, before: [`the module of ${container} is ${version}, without this rule`], cannotUndo: null, plan: { container, before: stored.source, after } };
    },
    async standing({ container, before, after }) {
      const source = await sourceOf(container);
      if (source === after) return { state: 'after' };
      if (source === before) return { state: 'before' };
      return { state: 'other', words: source === undefined ? `${container} has no policy module any more` : `the module of ${container} was changed since; take the rule out of it by hand, or go back to an earlier version` };
    },
    hold: ({ container }, work) => containers.exclusively(container, { reason: 'its policy module is being changed' }, work),
    async apply({ container, before, after }) {
      // Between the plan and this line somebody else may have had the container.
      if ((await sourceOf(container)) !== before) fail('change-failed', { summary: `add a rule to the module of ${container}`, reason: 'it was changed meanwhile; explain the denials again' });
      await install(container, after, 'a rule of a remedy');
    },
    async revert({ container, before, after }) {
      // Only what this change installed is replaced.
      if ((await sourceOf(container)) === after) await install(container, before, 'without the rule of a remedy');
    },
  });
}
