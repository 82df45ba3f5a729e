// SPDX-License-Identifier: Apache-2.0
/** Joins the German catalogue from the files of all folders, in one file of the bundle. */

import type { Catalogue } from '../lib/language/t.ts';

const parts = import.meta.glob<Catalogue>(['../texts/de/*.json'], { import: 'default', eager: true });

export const german: Catalogue = Object.assign({}, ...Object.values(parts)) as Catalogue;
