// SPDX-License-Identifier: Apache-2.0
/** A container as a file declares it. What is left out stays as it is, or is as usual when it is created. */

import { InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { networkSchema } from '../../../contract/model/containers/container.ts';
import {
  type LimitKey,
  type Limits,
  limitsSchema,
  type LimitValue,
} from '../../../contract/model/containers/limits.ts';
import { publicationsSchema } from '../../../contract/model/containers/publication.ts';
import {
  type SnapshotPlan,
  snapshotPlanSchema,
  usualSnapshotPlan,
  weekdays,
} from '../../../contract/model/containers/snapshot-schedule.ts';
import { tagsSchema } from '../../../contract/model/containers/tag.ts';
import { maxVolumes, newVolumeSchema } from '../../../contract/model/containers/volume.ts';
import { containerNameSchema, imageNameSchema, timeOfDaySchema } from '../../../contract/model/names.ts';
import type { Choice } from '../../../contract/model/policy/choices.ts';
import { type AllowArgument, allowArgument } from '../../arguments/allow-argument.ts';
import { limitOf, networkArgument, portArgument } from '../../arguments/argument-parsers.ts';
import { limitOptions } from '../../arguments/limit-options.ts';
import { publicationArgument } from '../../arguments/publication-argument.ts';
import { everyArgument } from '../../arguments/snapshot-plan-options.ts';
import { volumeArgument } from '../../arguments/volume-argument.ts';
import { settingFields } from './setting-fields.ts';
import { word } from './word.ts';

/** A limit by the name that the command line has for it. */
const limitsFieldSchema = z
  .strictObject(
    Object.fromEntries(
      limitOptions.map(({ name, key, words, parse }) => [
        name,
        word((text) => parseLimit(key, limitOf(parse(text))))
          .optional()
          .describe(words),
      ]),
    ),
  )
  .transform((limits): Partial<Limits> =>
    Object.fromEntries(
      limitOptions.flatMap(({ name, key }) => (limits[name] === undefined ? [] : [[key, limits[name]]])),
    ),
  );

function parseLimit(key: LimitKey, value: LimitValue): LimitValue {
  const parsed = limitsSchema().shape[key].safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'is no such limit');
}

const volumeSchema = z.union([
  word((text) => ({ ...volumeArgument(text), share: false })),
  z
    .strictObject({
      source: newVolumeSchema().shape.source.describe('a folder of the host'),
      target: newVolumeSchema().shape.target.describe('where the container sees it'),
      'read-only': newVolumeSchema().shape.readOnly.describe('whether it can only be read'),
      share: newVolumeSchema().shape.share.describe('also when another container has it; both reach it then'),
    })
    .transform(({ 'read-only': readOnly, ...volume }) => ({ ...volume, readOnly })),
]);

const volumesSchema = z
  .array(volumeSchema)
  .max(maxVolumes)
  .refine(
    (all) => new Set(all.map(({ target }) => target)).size === all.length,
    'must not name a place in the container twice',
  );

const allowSchema = z
  .array(word(parseAllowed))
  .transform((all): { readonly choices: readonly Choice[]; readonly connectTypes: readonly string[] } => ({
    choices: [...new Set(all.flatMap(({ choices }) => choices))],
    connectTypes: [...new Set(all.flatMap(({ targets }) => targets))].sort(),
  }));

/** The type of a port is found by the host, so that a file with the port would differ from what came of it. */
function parseAllowed(text: string): AllowArgument {
  const allowed = allowArgument(text);
  if (allowed.targets.some((target) => /^\d/.test(target)))
    throw new InvalidArgumentError(
      'Write the type of the port, such as connect:postgresql_port_t; bulkheadctl ask has it.',
    );
  return allowed;
}

const snapshotsSchema = z.union([
  z.literal('none').transform(() => null),
  z
    .strictObject({
      every: word(everyArgument).describe('how often: hours such as 6h, day, or week'),
      at: timeOfDaySchema().optional().describe('the time of day, by the clock of the host (default: 03:00)'),
      on: z.enum(weekdays).optional().describe('the day of the week (default: sunday)'),
      keep: snapshotPlanSchema()
        .shape.keep.default(usualSnapshotPlan.keep)
        .describe('how many of those that the schedule took are kept'),
    })
    .superRefine(({ every, at, on }, context) => {
      if (typeof every === 'object' && at !== undefined)
        context.addIssue({ code: 'custom', path: ['at'], message: 'goes with every: day or week' });
      if (every !== 'week' && on !== undefined)
        context.addIssue({ code: 'custom', path: ['on'], message: 'goes with every: week' });
    })
    .transform(({ every, at = '03:00', on = 'sunday', keep }): SnapshotPlan => {
      if (typeof every === 'object') return { times: { every: 'hours', hours: every.hours }, keep };
      return { times: every === 'day' ? { every, at } : { every, on, at }, keep };
    })
    .pipe(snapshotPlanSchema()),
]);

/** What only a domain of its own has. */
const ofOwnDomain = ['listen', 'allow'] as const;

export const containerSchema = z
  .strictObject({
    image: imageNameSchema().describe('the image that it is created from'),
    state: z
      .enum(['running', 'stopped', 'frozen'])
      .optional()
      .describe('what it is to be; a new one is stopped when this is left out'),
    tags: tagsSchema().optional().describe('words by which it is found and grouped'),
    network: word(networkArgument)
      .pipe(networkSchema())
      .optional()
      .describe('nat (the default), none, bridge:NAME, or macvlan:INTERFACE; chosen when it is created'),
    publish: z
      .array(word(publicationArgument))
      .transform((all): z.input<ReturnType<typeof publicationsSchema>> => all)
      .pipe(publicationsSchema())
      .optional()
      .describe('published ports, each [ADDRESS:]HOSTPORT:PORT[/udp]'),
    links: z
      .array(containerNameSchema())
      .optional()
      .describe('containers that it reaches, and that reach it; it is enough to name a link at one of the two'),
    limits: limitsFieldSchema.optional().describe('what it may use; none takes a limit away'),
    volumes: volumesSchema
      .optional()
      .describe('folders of the host, each SRC:DST, SRC:DST:ro, or with the fields below'),
    confinement: z
      .enum(['shared', 'own'])
      .optional()
      .describe('how SELinux confines it: in the shared domain (the default), or in its own domain'),
    listen: z
      .array(word((text) => portArgument(text)[0]))
      .transform((ports) => ports.flatMap((port) => port ?? []))
      .optional()
      .describe('ports that its own domain may listen on, 80 or 53/udp'),
    allow: allowSchema
      .optional()
      .describe('what its own domain may also do: a choice as create --help lists them, or connect:TYPE'),
    ...settingFields,
    snapshots: snapshotsSchema.optional().describe('when snapshots of it are taken by a schedule; none for never'),
  })
  .superRefine((container, context) => {
    if (container.confinement === 'own') return;
    for (const field of ofOwnDomain)
      if (container[field] !== undefined)
        context.addIssue({ code: 'custom', path: [field], message: 'goes with confinement: own' });
  });

export type WantedContainer = z.output<typeof containerSchema>;
