// SPDX-License-Identifier: Apache-2.0
/** Sends a message to a webhook, signed as Standard Webhooks says. What it answers is not read. */

import { createHmac } from 'node:crypto';
import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { originOf } from '../../contract/model/alerts/alert-target.ts';
import { codeOf } from '../system/errno.ts';
import { DeliveryError, type Message } from './delivery.ts';

const webhookPrefix = 'whsec_';

/** Resolves to what is shown of it once the webhook has taken the message. Follows no redirect. */
export async function sendWebhook(
  { url, secret }: { readonly url: string; readonly secret: string | null },
  message: Message,
  signal: AbortSignal,
): Promise<string> {
  const headers = headersOf(message, secret, Date.now());
  const status = await post(url, { headers, body: message.body, signal });
  const answer = `${originOf(url)} answered ${status}`;
  if (status < 200 || status > 299) throw new DeliveryError(answer);
  return answer;
}

/**
 * https://www.standardwebhooks.com. The time is that of this attempt, since receivers take none that is minutes old.
 */
function headersOf({ id, body }: Message, secret: string | null, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Bulkhead',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
  };
  if (secret === null) return headers;
  const key = Buffer.from(secret.slice(webhookPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}

interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function post(url: string, { headers, body, signal }: Post): Promise<number> {
  const begin = url.startsWith('https:') ? requestSecurely : requestPlainly;
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const request = begin(url, { method: 'POST', headers: { ...headers, 'content-length': length }, signal });
    request.once('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', (error) =>
      reject(signal.aborted ? error : new DeliveryError(`${originOf(url)}: ${reasonOf(error)}`)),
    );
    request.end(body);
  });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'its name is not known; check the address, and the name servers of the host'],
  ['EAI_AGAIN', 'no name server answers'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'there is no way to it'],
  ['EACCES', 'SELinux does not let the notifier connect to this port'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);

/** Gives only the code of the error: its text may hold the whole address. */
function reasonOf(error: unknown): string {
  const code = codeOf(error) ?? 'unknown';
  const known = reasons.get(code);
  if (known !== undefined) return known;
  return /CERT|SIGNATURE|ISSUER/.test(code)
    ? `its certificate is not trusted (${code}); add its authority to those of the host`
    : `the connection failed (${code})`;
}
