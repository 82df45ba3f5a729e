// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what in a newer contract breaks a client of an older one: what that client sends has to be accepted, and what
 * it gets has to be readable by it. A client ignores fields of an answer that it does not know; the helper accepts none.
 */

import type { AnswerShapes, ContractShape, JsonShape } from './contract-shape.ts';

interface Comparison {
  /** Says where, for people: `container.list result.state`. */
  readonly place: string;
  /** Fields that the reader does not know do no harm. */
  readonly ignoresUnknownFields: boolean;
}

/** Gives each break as a sentence; none when every call of the older client works with the newer helper. */
export function findBreaks(older: ContractShape, newer: ContractShape): readonly string[] {
  const ofOperations = Object.entries(older.operations).flatMap(([name, before]) => {
    const after = newer.operations[name];
    if (after === undefined) return [`${name}: the operation is gone`];
    if (after.kind !== before.kind) return [`${name}: was a ${before.kind}, is a ${after.kind}`];
    const sent = (place: string) => ({ place: `${name} ${place}`, ignoresUnknownFields: false });
    const got = (place: string) => ({ place: `${name} ${place}`, ignoresUnknownFields: true });
    return [
      ...misfits(before.params, after.params, sent('params')),
      ...misfits(before.input ?? {}, after.input ?? {}, sent('input')),
      ...misfits(after.item ?? {}, before.item ?? {}, got('item')),
      ...misfits(after.result, before.result, got('result')),
    ];
  });
  const ofFailures = Object.entries(older.failures).flatMap(([code, before]) => {
    const after = newer.failures[code];
    // A client takes a failure whose data has an unknown field for an error without a code.
    const comparison = { place: `failure ${code}`, ignoresUnknownFields: false };
    return after === undefined ? [] : misfits(after, before, comparison);
  });
  return [...ofOperations, ...ofFailures];
}

/**
 * Gives each answer of a helper of the older contract that a client of the newer one cannot read, as a sentence. The
 * results and items of the newer contract are given as what their reader takes: a field with a default may be missing.
 */
export function findUnreadable(older: ContractShape, newer: AnswerShapes): readonly string[] {
  return Object.entries(older.operations).flatMap(([name, before]) => {
    const after = newer[name];
    if (after === undefined) return [];
    const got = (place: string) => ({ place: `${name} ${place}`, ignoresUnknownFields: true });
    return [
      ...misfits(before.item ?? {}, after.item ?? {}, got('item')),
      ...misfits(before.result, after.result, got('result')),
    ];
  });
}

/** Why some value that fits `from` does not fit `to`; none when all do. */
function misfits(from: JsonShape, to: JsonShape, comparison: Comparison): readonly string[] {
  const choices = from.anyOf ?? from.oneOf;
  if (choices !== undefined) return choices.flatMap((choice) => misfits(choice, to, comparison));
  const accepted = to.anyOf ?? to.oneOf;
  if (accepted !== undefined) return misfitsOfAll(from, accepted, comparison);
  return [
    ...misfitsOfValues(from, to, comparison),
    ...misfitsOfLimits(from, to, comparison),
    ...misfitsOfFields(from, to, comparison),
    ...(from.items === undefined || to.items === undefined
      ? []
      : misfits(from.items, to.items, { ...comparison, place: `${comparison.place}[]` })),
  ];
}

/** Gives what is wrong with the choice that fits best. */
function misfitsOfAll(from: JsonShape, accepted: readonly JsonShape[], comparison: Comparison): readonly string[] {
  const found = accepted.map((choice) => misfits(from, choice, comparison));
  return found.reduce((best, next) => (next.length < best.length ? next : best));
}

function misfitsOfValues(from: JsonShape, to: JsonShape, { place }: Comparison): readonly string[] {
  const accepted = valuesOf(to);
  const written = valuesOf(from);
  if (accepted !== undefined) {
    if (written === undefined) return [`${place}: was any value of its type, is one of ${accepted.join(', ')}`];
    return written.filter((value) => !accepted.includes(value)).map((value) => `${place}: ${value} is not known`);
  }
  const types = typesOf(to);
  const foreign = typesOf(from).filter((type) => !types.includes(type) && !(type === 'integer' && isNumber(types)));
  if (types.length === 0) return [];
  if (typesOf(from).length === 0) return [`${place}: may be anything, and only ${types.join(', ')} is known`];
  return foreign.map((type) => `${place}: ${type} is not known`);
}

const isNumber = (types: readonly string[]): boolean => types.includes('number');

function valuesOf(shape: JsonShape): readonly string[] | undefined {
  if (shape.const !== undefined) return [JSON.stringify(shape.const)];
  return shape.enum?.map((value) => JSON.stringify(value));
}

function typesOf({ type }: JsonShape): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

/** A limit of the reader that the writer does not keep. */
function misfitsOfLimits(from: JsonShape, to: JsonShape, { place }: Comparison): readonly string[] {
  if (valuesOf(from) !== undefined) return [];
  const lower = (['minimum', 'minLength', 'minItems'] as const).filter(
    (key) => (to[key] ?? -Infinity) > (from[key] ?? -Infinity),
  );
  const upper = (['maximum', 'maxLength', 'maxItems'] as const).filter(
    (key) => (to[key] ?? Infinity) < (from[key] ?? Infinity),
  );
  const pattern = to.pattern !== undefined && to.pattern !== from.pattern ? (['pattern'] as const) : [];
  return [...lower, ...upper, ...pattern].map((key) => `${place}: ${key} ${String(to[key])} is narrower`);
}

function misfitsOfFields(from: JsonShape, to: JsonShape, comparison: Comparison): readonly string[] {
  const { place, ignoresUnknownFields } = comparison;
  const written = from.properties ?? {};
  const known = to.properties ?? {};
  const others = typeof to.additionalProperties === 'object' ? to.additionalProperties : undefined;
  const missing = (to.required ?? []).filter((field) => from.required?.includes(field) !== true);
  const fields = Object.entries(written).flatMap(([field, shape]) => {
    const accepted = known[field] ?? others;
    const at = `${place}.${field}`;
    if (accepted !== undefined) return misfits(shape, accepted, { ...comparison, place: at });
    return ignoresUnknownFields || to.additionalProperties !== false ? [] : [`${at}: the field is not known`];
  });
  const rest =
    typeof from.additionalProperties === 'object' && others !== undefined
      ? misfits(from.additionalProperties, others, { ...comparison, place: `${place}.*` })
      : [];
  return [
    ...missing.map((field) => `${place}.${field}: the field is required, and may be missing`),
    ...fields,
    ...rest,
  ];
}
