// SPDX-License-Identifier: Apache-2.0
/** What is known of an archive besides the files of its tree. */

import type { Unpacked } from '../ports.ts';

export type TreeFacts = Pick<Unpacked, 'format' | 'members' | 'application'>;
