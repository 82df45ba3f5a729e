// SPDX-License-Identifier: Apache-2.0
/** A target as it is typed, and what is wrong with it. */

import {
  type AlertTarget,
  type AlertTargetChoice,
  alertTargetChoiceSchema,
  mailAddressSchema,
  webhookSecretSchema,
  webhookUrlSchema,
} from '../../../contract/model/alerts/alert-target.ts';
import { t } from '../../lib/language/t.ts';

export interface TargetDraft {
  readonly name: string;
  readonly by: 'mail' | 'webhook';
  /** Addresses, with commas or spaces between them. */
  readonly to: string;
  /** Stays as it is where it is empty. */
  readonly url: string;
  /** `keep` is for a target that has a secret. */
  readonly signing: 'none' | 'keep' | 'new';
  readonly secret: string;
  readonly isCriticalOnly: boolean;
  readonly withEnds: boolean;
  readonly isEnabled: boolean;
}

export interface CheckedTarget {
  /** Undefined while something is wrong. */
  readonly choice: AlertTargetChoice | undefined;
  /** Names the problems of fields that are filled in. */
  readonly problems: { readonly name?: string; readonly to?: string; readonly url?: string; readonly secret?: string };
}

export const emptyTarget: TargetDraft = {
  name: '',
  by: 'mail',
  to: '',
  url: '',
  signing: 'none',
  secret: '',
  isCriticalOnly: false,
  withEnds: true,
  isEnabled: true,
};

export function draftOfTarget({ name, route, isCriticalOnly, withEnds, isEnabled }: AlertTarget): TargetDraft {
  const chosen = { ...emptyTarget, name, isCriticalOnly, withEnds, isEnabled, by: route.by };
  return route.by === 'mail'
    ? { ...chosen, to: route.to.join(', ') }
    : { ...chosen, signing: route.isSigned ? 'keep' : 'none' };
}

/** `before` is the target that is changed: what is secret of it need not be given again. */
export function checkTargetDraft(draft: TargetDraft, before: AlertTarget | undefined): CheckedTarget {
  const parsed = alertTargetChoiceSchema().safeParse(choiceOf(draft));
  const isWebhook = draft.by === 'webhook';
  const isUrlMissing = isWebhook && draft.url.trim() === '' && before?.route.by !== 'webhook';
  return {
    choice: parsed.success && !isUrlMissing ? parsed.data : undefined,
    problems: {
      ...(draft.name.length > 60 && { name: t('Enter at most 60 characters.') }),
      ...(!isWebhook && draft.to.trim() !== '' && mailProblem(draft)),
      ...(isWebhook &&
        draft.url.trim() !== '' &&
        !webhookUrlSchema().safeParse(draft.url).success && {
          url: t('Enter an address that begins https://, or http://localhost, without a password in it.'),
        }),
      ...(isWebhook &&
        draft.signing === 'new' &&
        !webhookSecretSchema().safeParse(draft.secret.trim()).success && {
          secret: t('Enter whsec_ and 24 to 64 bytes in base64, or generate one.'),
        }),
    },
  };
}

function choiceOf(draft: TargetDraft): unknown {
  const { name, isCriticalOnly, withEnds, isEnabled, by, url } = draft;
  const route =
    by === 'mail'
      ? { by, to: addressesOf(draft) }
      : { by, ...(url.trim() !== '' && { url: url.trim() }), ...secretOf(draft) };
  return { name: name.trim() === '' ? usualName(draft) : name, route, isCriticalOnly, withEnds, isEnabled };
}

function secretOf({ signing, secret }: TargetDraft): { readonly secret?: string | null } {
  if (signing === 'keep') return {};
  return { secret: signing === 'none' ? null : secret.trim() };
}

/** What a target is called that was not given a name. */
export function usualName(draft: TargetDraft): string {
  if (draft.by === 'mail') return (addressesOf(draft)[0] ?? t('Mail')).slice(0, 60);
  return (/^https?:\/\/(?<host>[^/?#:]+)/.exec(draft.url.trim())?.groups?.['host'] ?? t('Webhook')).slice(0, 60);
}

function addressesOf({ to }: TargetDraft): readonly string[] {
  return to.split(/[\s,;]+/).filter((address) => address !== '');
}

function mailProblem(draft: TargetDraft): { readonly to?: string } {
  const addresses = addressesOf(draft);
  const wrong = addresses.find((address) => !mailAddressSchema().safeParse(address).success);
  if (wrong !== undefined)
    return { to: t('{wrong} is no mail address, nor the name of a user of the host.', { wrong }) };
  return addresses.length > 10 ? { to: t('Enter at most 10 addresses.') } : {};
}
