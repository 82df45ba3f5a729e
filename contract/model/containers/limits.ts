// SPDX-License-Identifier: Apache-2.0
/** The limits of a container that can be chosen: those of its cgroup, and those of its own layer of files. */

import * as z from 'zod';
import { makeOnce } from '../../make-once.ts';
import { type LimitKey, limitKindOf, limitKinds, mapLimits } from '../settings/limit-kinds.ts';

export { type LimitKey, limitKeys } from '../settings/limit-kinds.ts';

type LimitShape = { readonly [Key in LimitKey]: ReturnType<(typeof limitKinds)[Key]['schema']> };
const shape = makeOnce(() => mapLimits((key) => limitKinds[key].schema()) as LimitShape);

type LimitShapeWithDefaults = { readonly [Key in LimitKey]: z.ZodDefault<LimitShape[Key]> };

/** Limits; null is "no limit". */
export const limitsSchema = makeOnce(() => z.strictObject(shape()));

export type Limits = z.infer<ReturnType<typeof limitsSchema>>;
export type LimitValue = Limits[LimitKey];

/** Limits in a file that an older version may have written: one that it did not know is none. */
export const keptLimitsSchema = makeOnce(() =>
  z.strictObject(mapLimits((key) => z._default(limitKinds[key].schema(), null)) as LimitShapeWithDefaults),
);

/** Limits as a container has them: those that another tool, or a person, wrote keep to none of these ranges. */
export const presentLimitsSchema = makeOnce(
  () =>
    z.strictObject(
      mapLimits((key) =>
        limitKindOf(key).form === 'processors' ? z.string().max(1024).nullable() : z.number().nonnegative().nullable(),
      ),
    ) as z.ZodType as z.ZodType<Limits>,
);

/** Sets no limit at all. */
export const noLimits: Limits = mapLimits(() => null);

/** What a new container gets when nothing else is asked for. */
export const defaultLimits = mapLimits((key) => limitKinds[key].usual) as Limits;

/** Limits of a new container: each has its default. */
export const newLimitsSchema = makeOnce(() =>
  z
    .strictObject(
      mapLimits((key) => z._default(limitKinds[key].schema(), limitKinds[key].usual)) as LimitShapeWithDefaults,
    )
    .prefault({}),
);
