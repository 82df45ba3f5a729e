// SPDX-License-Identifier: Apache-2.0
/** The label that the options of a mount give to all that is in it; undefined where files keep their own. */

export function mountLabelOf(options: string): string | undefined {
  const [, quoted, plain] = /(?:^|,)context=(?:"([^"]*)"|([^,]*))/.exec(options) ?? [];
  return quoted ?? plain;
}
