// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the context that a container's configuration names. A container may start only with one that isolates it from
 * every other container.
 */

import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { say, type Words } from '../../../contract/text.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { pairOf } from '../../selinux/category-pairs.ts';
import { sharedIn } from '../../selinux/shared-categories.ts';
import { domainType, openDrillType } from '../../selinux/types.ts';
import { type ConfigurationLine, valueOf } from '../../lxc/configuration-file.ts';
import { plainDomainOf } from '../../selinux/plain-domains.ts';

export type ConfiguredContext = { readonly context: string } | { readonly problem: Words };

interface Configured {
  readonly name: string;
  readonly lines: readonly ConfigurationLine[];
  /** Categories of the volumes that it shares. */
  readonly shared?: readonly number[];
}

/**
 * Takes in `others` the configured contexts of all other containers, by name. The problem says what is wrong with a
 * configuration that somebody edited by hand.
 */
export function configuredContext(
  { name, lines, shared = [] }: Configured,
  others: ReadonlyMap<string, string>,
): ConfiguredContext {
  const context = valueOf(lines, 'lxc.selinux.context');
  if (context === undefined)
    return { problem: say('its configuration names no lxc.selinux.context, so it would not be confined') };
  const type = parseSecurityContext(context)?.type;
  // The kernel knows the drill's type only during a drill.
  const plainDomain = plainDomainOf(context);
  if (type !== domainType && type !== openDrillType && type !== policyNames(name).domain && plainDomain === undefined)
    return {
      problem: say('its configuration names the context {context}, whose type is neither {domainType} nor its own', {
        context,
        domainType,
      }),
    };
  const pair = pairOf(context);
  if (pair === undefined)
    return {
      problem: say('its configuration names the context {context}, whose level is not a pair of categories', {
        context,
      }),
    };
  const excess = sharedIn(parseSecurityContext(context)?.level ?? '').filter((category) => !shared.includes(category));
  if (excess.length > 0)
    return {
      problem: say(
        'its configuration names the context {context}, which holds c{excess} beside its pair and ' +
          'the volumes that it shares',
        { context, excess: excess.join(', c') },
      ),
    };
  for (const [otherName, otherContext] of others) {
    if (plainDomain !== undefined && plainDomainOf(otherContext) === plainDomain)
      return {
        problem: say('the container {otherName} has the same domain, {type}', { otherName, type: type ?? '' }),
      };
    const other = pairOf(otherContext);
    if (other !== undefined && other[0] === pair[0] && other[1] === pair[1])
      return {
        problem: say('the container {otherName} has the same categories, c{first} and c{second}', {
          otherName,
          first: pair[0],
          second: pair[1],
        }),
      };
  }
  return { context };
}
