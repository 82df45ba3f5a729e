// SPDX-License-Identifier: Apache-2.0
/** Sends a message by the host's mail program. nodemailer writes headers and encodes them, so that no text adds one. */

import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import MailComposer from 'nodemailer/lib/mail-composer';
import { hasCode } from '../system/errno.ts';
import { visibleLine } from '../system/visible-line.ts';
import { DeliveryError, type Message } from './delivery.ts';

/** What every mail program of Linux brings: postfix, exim, msmtp-mta, nullmailer. */
const sendmail = '/usr/sbin/sendmail';
const maxWords = 300;
/** Milliseconds for the last words of a program that has ended. */
const pipeTimeoutMs = 200;

/** Resolves to what is shown of it once the mail program has taken the message. */
export async function sendMail(
  to: readonly string[],
  message: Message,
  { signal, program = sendmail }: { readonly signal: AbortSignal; readonly program?: string },
): Promise<string> {
  await runMailProgram(program, { to, mail: await composeMail(to, message) }, signal);
  return `${to.length === 1 ? 'a mail' : `${to.length} mails`} given to ${program}`;
}

/** The mail program adds who sends it: an address of this host that it can send from. */
function composeMail(to: readonly string[], { id, at, subject, text }: Message): Promise<Buffer> {
  const composer = new MailComposer({
    // A user of this host has no domain; the mail program gets the name as it was given.
    to: to.map((address) => (address.includes('@') ? address : `${address}@${hostname()}`)),
    subject: plainSubject(subject),
    text: text.split('\n').map(visibleLine).join('\n'),
    date: new Date(at * 1000),
    messageId: `<${id}@bulkhead.invalid>`,
    // Nobody's vacation program answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: 'unix',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** What looks like an encoded word already (RFC 2047) would be decoded by who reads it, to any text. */
function plainSubject(subject: string): string {
  return visibleLine(subject).replaceAll('=?', '= ?');
}

function runMailProgram(
  file: string,
  { to, mail }: { readonly to: readonly string[]; readonly mail: Buffer },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, ['-i', '--', ...to], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' },
      stdio: ['pipe', 'ignore', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-maxWords)));
    child.once('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error);
      else if (hasCode(error, 'ENOENT'))
        reject(new DeliveryError(`there is no ${file}; install a mail program, such as postfix or msmtp-mta`));
      else reject(error);
    });
    // What it leaves running in the background may keep the pipe open, and is not waited for.
    child.once('exit', () => setTimeout(() => child.stderr.destroy(), pipeTimeoutMs));
    child.once('close', (code) => {
      if (signal.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve();
      else reject(new DeliveryError(`${file} ended with ${code ?? 'a signal'}${lastWords(words)}`));
    });
    // A program that ends without reading says why by its code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(mail);
  });
}

function lastWords(words: string): string {
  const text = visibleLine(words.trim().replaceAll('\n', '; '));
  return text === '' ? '' : `: ${text}`;
}
