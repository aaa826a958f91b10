// @ts-check
import { badPayload } from './handler-error.mjs';

/**
 * A reader turns one value of the payload into what the handler works with, or throws BAD_PAYLOAD
 * with the field's name.
 *
 * @template T
 * @typedef {(value: unknown, field: string) => T} Reader
 */

/**
 * Reads a payload. A field that no reader is for is refused too: a typing error would otherwise look
 * like a default.
 *
 * @template {Record<string, Reader<any>>} Readers
 * @param {Readonly<Record<string, unknown>>} payload
 * @param {Readers} readers
 * @param {string} [prefix]  Put before each field's name in errors, for an object inside the payload.
 * @returns {{ [Name in keyof Readers]: ReturnType<Readers[Name]> }}
 */
export function readPayload(payload, readers, prefix = '') {
  for (const field of Object.keys(payload)) {
    if (!Object.hasOwn(readers, field)) {
      throw badPayload(prefix + field, `is not known here; known are ${Object.keys(readers).join(', ')}`);
    }
  }
  return readFields(payload, readers, prefix);
}

/**
 * The same without the check for unknown fields.
 *
 * @template {Record<string, Reader<any>>} Readers
 * @param {Readonly<Record<string, unknown>>} payload
 * @param {Readers} readers
 * @param {string} [prefix]
 * @returns {{ [Name in keyof Readers]: ReturnType<Readers[Name]> }}
 */
export function readFields(payload, readers, prefix = '') {
  const entries = Object.entries(readers).map(([field, reader]) => [
    field,
    reader(Object.hasOwn(payload, field) ? payload[field] : undefined, prefix + field),
  ]);
  return /** @type {any} */ (Object.fromEntries(entries));
}

/**
 * @param {{ maxLength: number, minLength?: number }} bounds  In UTF-16 units.
 * @returns {Reader<string>}
 */
export function text({ maxLength, minLength = 0 }) {
  return (value, field) => {
    if (value === undefined) throw badPayload(field, 'is missing');
    if (typeof value !== 'string') throw badPayload(field, `must be a string, not ${nameOf(value)}`);
    if (value.length < minLength) throw badPayload(field, `must have at least ${minLength} character(s)`);
    if (value.length > maxLength) throw badPayload(field, `must have at most ${maxLength} characters`);
    return value;
  };
}

/** A path below the root, as text; `resolveInRoot` decides whether it may be read. */
export const path = text({ minLength: 1, maxLength: 1024 });

/**
 * @param {{ min: number, max: number }} bounds  Both included.
 * @returns {Reader<number>}
 */
export function wholeNumber({ min, max }) {
  return (value, field) => {
    if (value === undefined) throw badPayload(field, 'is missing');
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw badPayload(field, `must be a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** @type {Reader<boolean>} */
export function flag(value, field) {
  if (value === undefined) throw badPayload(field, 'is missing');
  if (typeof value !== 'boolean') throw badPayload(field, `must be true or false, not ${nameOf(value)}`);
  return value;
}

/**
 * @template T
 * @param {Reader<T>} item
 * @param {{ min: number, max: number }} count
 * @returns {Reader<T[]>}
 */
export function list(item, { min, max }) {
  return (value, field) => {
    if (!Array.isArray(value)) throw badPayload(field, `must be a list, not ${nameOf(value)}`);
    if (value.length < min || value.length > max) throw badPayload(field, `must have ${min} to ${max} items`);
    return value.map((entry, position) => item(entry, `${field}[${position}]`));
  };
}

/**
 * A field that may be left out (or null).
 *
 * @template T, D
 * @param {Reader<T>} reader
 * @param {D} fallback
 * @returns {Reader<T | D>}
 */
export function optional(reader, fallback) {
  return (value, field) => (value === undefined || value === null ? fallback : reader(value, field));
}

/** @param {unknown} value */
function nameOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
