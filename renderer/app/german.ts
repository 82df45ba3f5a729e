// SPDX-License-Identifier: Apache-2.0
/** The German catalogue: the files of all folders as one, which is one file of the bundle. */

import type { Catalogue } from '../lib/language/t.ts';

const parts = import.meta.glob<Catalogue>(['../texts/de/*.json'], { import: 'default', eager: true });

export const german: Catalogue = Object.assign({}, ...Object.values(parts)) as Catalogue;
