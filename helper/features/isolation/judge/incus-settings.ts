// SPDX-License-Identifier: Apache-2.0
/** What keys of Incus open that LXC has no line for. */

import type { GivenDangerousSetting } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { ConfigurationLine } from '../../../lxc/configuration-file.ts';

type Judgement = Pick<GivenDangerousSetting, 'danger' | 'reason'> | undefined;

const isOn = (value: string): boolean => ['true', '1', 'yes', 'on'].includes(value.toLowerCase());

/** Undefined for a key that opens nothing, as every key of LXC's. */
export function judgeIncusKey({ key, value }: ConfigurationLine): Judgement {
  if (key === 'security.nesting' && isOn(value))
    return {
      danger: 'kernel-files',
      reason: say('It may run containers of its own: it gets proc and sys a second time, with all that is in them.'),
    };
  if (key === 'security.guestapi' && isOn(value))
    return {
      danger: 'host-mount',
      reason: say('It reaches a server of the host, the API for guests of Incus, at /dev/incus.'),
    };
  if (key === 'security.privileged' && isOn(value))
    return { danger: 'privileged', reason: say('It has no user namespace: root inside is root of the host.') };
  if (key.startsWith('security.syscalls.intercept.') && isOn(value))
    return { danger: 'seccomp', reason: say('Incus carries out system calls for it, as root of the host.') };
  if (key === 'raw.seccomp' && value !== '')
    return {
      danger: 'seccomp',
      reason: say('Its profile of seccomp was written by a person in place of that of Incus.'),
    };
  if (key === 'raw.idmap' && value !== '')
    return { danger: 'privileged', reason: say('Ids of the host are mapped into it: {value}.', { value }) };
  if (key.startsWith('devices.'))
    return { danger: 'device', reason: say('It may use a device of the host: {value}.', { value }) };
  return undefined;
}
