// SPDX-License-Identifier: Apache-2.0
/** Images of registries, as the window has them fetched: how they are named, and who asks for them. */

import * as z from 'zod';

const host = String.raw`[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?`;
const path = '(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+';
const version = String.raw`(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?`;
/** `docker.io/library/nginx:1.27`, with a digest or without either: the registry is always named. */
const reference = new RegExp(`^${host}${path}${version}$`);

export const registryImageSchema = () =>
  z.strictObject({
    /** It becomes a word of a command: it begins with a letter or a digit. */
    reference: z
      .string()
      .max(300)
      .regex(reference, 'must name a registry and an image, as docker.io/library/nginx:1.27'),
    /** Says who logs in for this one fetch; null means as this machine's user has logged in before. */
    login: z
      .strictObject({
        user: z
          .string()
          .min(1)
          .max(200)
          .regex(/^[^:\0]+$/, 'must have no colon'),
        password: z.string().min(1).max(4096),
      })
      .nullable(),
  });

export type RegistryImage = z.infer<ReturnType<typeof registryImageSchema>>;
