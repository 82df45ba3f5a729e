// SPDX-License-Identifier: Apache-2.0
/**
 * Adds a statement to a container's own policy module, as a new version of it: a rule; or a port that it listens on, a
 * choice, or a type of ports that it connects to, each of which is also written among those of the container. Undone, all
 * are again what they were.
 */

import * as z from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { GivenRemedy } from '../../../contract/model/denials/explanation.ts';
import { allChoices, type Choice, choicesSchema } from '../../../contract/model/policy/choices.ts';
import { type ServedPortNumber, servedPortSchema } from '../../../contract/model/containers/container.ts';
import { containerNameSchema } from '../../../contract/model/names.ts';
import { connectTypesSchema } from '../../../contract/model/policy/port-type.ts';
import { say, type Words } from '../../../contract/text.ts';
import { choiceOf } from '../../../sepolicy/choice-remedy.ts';
import { withRules } from '../../../sepolicy/own-domain/generate.ts';
import { remedyHeading } from '../../../sepolicy/own-domain/remedy-statements.ts';
import { connectTypeOf } from '../../../sepolicy/port-remedies.ts';
import { ownerOf } from '../../selinux/types.ts';
import type { DomainModules } from './domain-modules.ts';
import type { StoredModule } from './module-store.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { type ChangeDriver, defineDriver, type Planned, type PlanState, type Proposal } from '../remedies/ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

const chosenSchema = z.strictObject({
  ports: z.array(servedPortSchema()),
  allow: choicesSchema(),
  /** Left out in the plan of an earlier Bulkhead, which does not change them. */
  connectTypes: connectTypesSchema().exactOptional(),
});
type Chosen = z.infer<typeof chosenSchema>;
const planSchema = z.strictObject({
  container: containerNameSchema(),
  before: z.string(),
  after: z.string(),
  /** What is chosen for the container; left out where it does not change. */
  chosen: z.strictObject({ before: chosenSchema, after: chosenSchema }).optional(),
});
type Plan = z.infer<typeof planSchema>;

export interface ModuleDriverOptions {
  /** Its installations are a part of the transaction of a change. */
  readonly modules: Pick<DomainModules, 'install' | 'read'>;
  readonly containers: Pick<Containers, 'exclusively' | 'describedDomain' | 'chooseDomain'>;
}

/** Says where a version of a module comes from, by what the remedy added. */
const added = {
  rule: say('a rule of a remedy'),
  port: say('a port of a remedy'),
  choice: say('a choice of a remedy'),
  'port-type': say('a port type of a remedy'),
} as const;

const withdrawn = {
  rule: say('without the rule of a remedy'),
  port: say('without the port of a remedy'),
  choice: say('without the choice of a remedy'),
  'port-type': say('without the port type of a remedy'),
} as const;

export function createModuleDriver(host: ModuleDriverOptions): ChangeDriver {
  const { containers } = host;
  return defineDriver({
    schema: planSchema,
    plan: (asked, signal) => planStatement(host, asked, signal),
    readState: (plan) => readState(host, plan),
    hold: ({ container }, work) =>
      containers.exclusively(container, { reason: say('its policy module is being changed') }, work),
    async apply({ container, before, after, chosen }) {
      // Another operation may have had the lock of the container between the plan and this line.
      if ((await sourceOf(host, container)) !== before)
        fail('change-failed', {
          summary: say('add a rule to the module of {container}', { container }),
          reason: say('it was changed meanwhile; explain the denials again'),
        });
      await install(host, { container, source: after }, added[chosen === undefined ? 'rule' : whatIsAdded(chosen)]);
      if (chosen !== undefined) await containers.chooseDomain(container, chosen.after);
    },
    async revert(plan) {
      const { container, before, after, chosen } = plan;
      if (chosen !== undefined && chosenState(host, plan) === 'after')
        await containers.chooseDomain(container, chosen.before);
      // Only what this change installed is replaced.
      if ((await sourceOf(host, container)) === after)
        await install(
          host,
          { container, source: before },
          withdrawn[chosen === undefined ? 'rule' : whatIsAdded(chosen)],
        );
    },
  });
}

async function planStatement(
  host: ModuleDriverOptions,
  { remedy, container, explanation: { group } }: Proposal,
  signal: AbortSignal,
): Promise<Planned<Plan>> {
  const { containers } = host;
  const deny = (reason: Words): never => fail('remedy-not-applicable', { remedy: remedy.id, reason });
  if (container === null) return deny(say('these denials are not of a container'));
  const stored =
    (await readOwn(host, container, signal)) ??
    deny(say('{container} has no policy module; give it its own domain first', { container }));
  if (containers.describedDomain(container).learningUntil !== null)
    deny(
      say(
        '{container} is learning, so that nothing is denied now; review what it learned, and ' +
          'choose this rule there',
        { container },
      ),
    );
  const after = withRules(stored.source, remedy.change, remedyHeading(group, servedPortOf(remedy)));
  const { ports, allow, connectTypes } = containers.describedDomain(container);
  const before: Required<Chosen> = { ports: [...ports], allow: [...allow], connectTypes: [...connectTypes] };
  const chosen = chosenBy(remedy, before);
  return {
    subject: container,
    change: remedy.change,
    before: [
      stateBefore(container, stored),
      ...(chosen === undefined ? [] : [say('{container} {words}', { container, words: chosen.words })]),
    ],
    cannotUndo: null,
    plan: {
      container,
      before: stored.source,
      after,
      ...(chosen !== undefined && { chosen: { before, after: chosen.after } }),
    },
  };
}

/** Says whether the module, and what is chosen for the container, are those before or after the plan. */
async function readState(host: ModuleDriverOptions, plan: Plan): Promise<PlanState> {
  const { container, before, after } = plan;
  const [source, chosen] = [await sourceOf(host, container), chosenState(host, plan)];
  if (source === after && (chosen === 'after' || chosen === 'both')) return { state: 'after' };
  if (source === before && (chosen === 'before' || chosen === 'both')) return { state: 'before' };
  if (source === after || source === before)
    return {
      state: 'other',
      words: say(
        'ports, connections or choices of {container} were changed since; choose them again with ' +
          'bulkheadctl confine',
        { container },
      ),
    };
  return {
    state: 'other',
    words:
      source === undefined
        ? say('{container} has no policy module any more', { container })
        : say(
            'the module of {container} was changed since; take the rule out of it by hand, or go ' +
              'back to an earlier version',
            { container },
          ),
  };
}

function ownerOfContainer({ containers }: ModuleDriverOptions, container: string): string {
  return ownerOf(container, containers.describedDomain(container));
}

async function sourceOf(host: ModuleDriverOptions, container: string): Promise<string | undefined> {
  const { modules } = host;
  return (await modules.read(ownerOfContainer(host, container), neverAborts))?.source;
}

/** Undefined for a container in the shared domain. */
async function readOwn(
  { containers, modules }: ModuleDriverOptions,
  container: string,
  signal: AbortSignal,
): Promise<StoredModule | undefined> {
  const described = containers.describedDomain(container);
  return described.confinement === 'shared' ? undefined : modules.read(ownerOf(container, described), signal);
}

/**
 * Judged and compiled like any other source, with the neverallow rules: what breaks isolation fails here, and the
 * module stays as it was.
 */
async function install(
  host: ModuleDriverOptions,
  { container, source }: { readonly container: string; readonly source: string },
  note: Words,
): Promise<void> {
  const { modules } = host;
  await modules.install(ownerOfContainer(host, container), source, {
    note,
    mayBePermissive: false,
    signal: neverAborts,
  });
}

/** Says whether what is written is that before or after the plan; `both` where the plan does not change it. */
function chosenState(
  { containers }: ModuleDriverOptions,
  { container, chosen }: Plan,
): 'before' | 'after' | 'both' | 'other' {
  if (chosen === undefined) return 'both';
  const now = containers.describedDomain(container);
  if (isChosen(now, chosen.after)) return 'after';
  return isChosen(now, chosen.before) ? 'before' : 'other';
}

function stateBefore(container: string, { version, isInstalled }: StoredModule): Words {
  if (isInstalled === false) return say('{container} has its plain domain, and no policy module', { container });
  const known =
    version === undefined
      ? say('a text that somebody else installed')
      : say('version {version}', { version: version.version });
  return say('the module of {container} is {version}, without this rule', { container, version: known });
}

/** What a remedy adds to what is chosen, and what was there before in words; undefined for one that is a rule. */
function chosenBy(
  remedy: GivenRemedy,
  before: Required<Chosen>,
): { readonly after: Chosen; readonly words: Words } | undefined {
  const { ports, allow, connectTypes } = before;
  const [port, choice, connectType] = [servedPortOf(remedy), choiceOf(remedy), connectTypeOf(remedy)];
  if (port !== undefined)
    return {
      after: { ...before, ports: [...ports, port] },
      words: say('listens on {words}', { words: wordsOf(ports) }),
    };
  if (choice !== undefined)
    return {
      after: { ...before, allow: withChoice(allow, choice) },
      words:
        allow.length === 0 ? say('is allowed no choice') : say('is allowed {choices}', { choices: allow.join(', ') }),
    };
  if (connectType === undefined) return undefined;
  const others = connectTypes.filter((type) => type !== connectType);
  return {
    after: { ...before, connectTypes: [...others, connectType] },
    words:
      connectTypes.length === 0
        ? say('connects to ports of no type of its own')
        : say('connects to ports of {types}', { types: connectTypes.join(', ') }),
  };
}

/** The port that a remedy adds, which its id names; undefined for a remedy that adds none. */
function servedPortOf({ kind, id }: GivenRemedy): ServedPortNumber | undefined {
  if (kind !== 'serve-port') return undefined;
  const [, protocol, port] = /^serve-port:(tcp|udp)_(\d{1,5})$/.exec(id) ?? [];
  return servedPortSchema().parse({ protocol, port: Number(port) });
}

/** Gives the choices in the order of the contract, as a person chooses them. */
function withChoice(allow: readonly Choice[], choice: Choice): Choice[] {
  return allChoices.filter((one) => one === choice || allow.includes(one));
}

function whatIsAdded({ before, after }: { readonly before: Chosen; readonly after: Chosen }): keyof typeof added {
  if (after.ports.length > before.ports.length) return 'port';
  return after.allow.length > before.allow.length ? 'choice' : 'port-type';
}

function wordsOf(ports: readonly ServedPortNumber[]): Words {
  return ports.length === 0
    ? say('no port of its own')
    : ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
}

function isChosen(now: Required<Chosen>, { ports, allow, connectTypes }: Chosen): boolean {
  return (
    textOf(now) === textOf({ ports, allow }) &&
    (connectTypes === undefined || now.connectTypes.join() === connectTypes.join())
  );
}

function textOf({ ports, allow }: Pick<Chosen, 'ports' | 'allow'>): string {
  return JSON.stringify([ports.map(({ protocol, port }) => [protocol, port]), allow]);
}
