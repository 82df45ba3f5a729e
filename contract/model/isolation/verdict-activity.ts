// SPDX-License-Identifier: Apache-2.0
/** What the activity log calls a change of a verdict of isolation: no operations, since nobody asked for it. */

export const verdictActivity = { lost: 'isolation.lost', regained: 'isolation.regained' } as const;
