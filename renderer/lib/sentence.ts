// SPDX-License-Identifier: Apache-2.0
/**
 * A message as a sentence: messages of the host begin with a small letter ("cannot start ...") and end without a stop.
 * A name that begins the text stays as it is spelt.
 */
export function sentenceOf(text: string): string {
  const whole = text.trimEnd();
  const begun = /^(?:cannot|the|this|there|it|no|a|an) /.test(whole) ? capitalised(whole) : whole;
  return withStop(begun);
}

/** For the end of a sentence that has begun already. */
export function withStop(text: string): string {
  return /[.!?…:]$/.test(text) || text === '' ? text : `${text}.`;
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
