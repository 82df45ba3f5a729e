// SPDX-License-Identifier: Apache-2.0
/** For how long a rule or a target is muted. */

export const muteSpans = [
  { label: 'Mute for 1 hour', seconds: 3600 },
  { label: 'Mute for 8 hours', seconds: 8 * 3600 },
  { label: 'Mute for 7 days', seconds: 7 * 86_400 },
] as const;
