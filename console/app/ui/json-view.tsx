import { useState } from 'react';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { clip, count } from '../data/format';
import styles from './json-view.module.css';

/** Entries and characters that are shown at once; more on demand. What is closed costs nothing. */
const ENTRIES = 100;
const CHARACTERS = 500;
const MORE_CHARACTERS = 20_000;
/** So many levels are open at first, if what they hold is short. */
const OPEN_LEVELS = 2;
const OPEN_ENTRIES = 20;

/** Any JSON as a tree, as text and nothing else. Numbers stand with all their digits, as they were received. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <div className={styles.view} role="group" aria-label={label}>
      <span className={styles.copy}>
        <CopyAll value={value} label={label} />
      </span>
      <Node value={value} level={0} />
    </div>
  );
}

/** The text is made when it is asked for, not with each drawing. */
function CopyAll({ value, label }: { readonly value: unknown; readonly label: string }) {
  const [text, setText] = useState<string | null>(null);
  if (text !== null) return <CopyButton text={text} label={`Copy ${label}`} />;
  return (
    <span onFocus={() => setText(textOf(value))} onPointerEnter={() => setText(textOf(value))}>
      <CopyButton text="" label={`Copy ${label}`} />
    </span>
  );
}

const textOf = (value: unknown): string => JSON.stringify(value ?? null, null, 2);

function Node({ name, value, level }: { readonly name?: string; readonly value: unknown; readonly level: number }) {
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={styles.line}>
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch name={name} value={value} level={level} />;
}

function Branch({
  name,
  value,
  level,
}: {
  readonly name: string | undefined;
  readonly value: object;
  readonly level: number;
}) {
  const isList = Array.isArray(value);
  const keys = isList ? null : Object.keys(value);
  const size = keys === null ? (value as readonly unknown[]).length : keys.length;
  const [isOpen, setOpen] = useState(level < OPEN_LEVELS && size <= OPEN_ENTRIES);
  const [shown, setShown] = useState(ENTRIES);
  const [opening, closing] = isList ? ['[', ']'] : ['{', '}'];
  const hint = `${count(size)} ${isList ? (size === 1 ? 'item' : 'items') : size === 1 ? 'field' : 'fields'}`;
  if (size === 0) {
    return (
      <div className={styles.line}>
        <Name name={name} />
        {opening + closing}
      </div>
    );
  }
  const entryAt = (index: number): [string, unknown] =>
    keys === null
      ? [String(index), (value as readonly unknown[])[index]]
      : [keys[index] ?? '', (value as Readonly<Record<string, unknown>>)[keys[index] ?? '']];
  return (
    <div>
      <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={styles.arrow} aria-hidden="true">
          ▸
        </span>
        <Name name={name} />
        {isOpen ? opening : `${opening}…${closing}`} <span className={styles.hint}>{hint}</span>
      </button>
      {isOpen && (
        <div className={styles.children}>
          {Array.from({ length: Math.min(size, shown) }, (_, index) => {
            const [key, child] = entryAt(index);
            return <Node key={key} name={key} value={child} level={level + 1} />;
          })}
          {shown < size && (
            <Button look="quiet" size="small" onClick={() => setShown(shown + ENTRIES)}>
              {count(Math.min(ENTRIES, size - shown))} more of {count(size)}
            </Button>
          )}
        </div>
      )}
      {isOpen && closing}
    </div>
  );
}

function Name({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span className={styles.name}>{clip(name, CHARACTERS)}: </span>;
}

function Scalar({ value }: { readonly value: unknown }) {
  if (typeof value === 'string') return <Text text={value} />;
  if (typeof value === 'number') return <span className={styles.number}>{digits(value)}</span>;
  return <span className={styles.word}>{typeof value === 'boolean' ? String(value) : 'null'}</span>;
}

/** Every digit of an integer, where `String` would write an exponent from 10 to the 21st on. */
function digits(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

function Text({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(CHARACTERS);
  return (
    <span className={styles.string}>
      {JSON.stringify(text.slice(0, shown))}
      {shown < text.length && (
        <Button look="quiet" size="small" onClick={() => setShown(shown + MORE_CHARACTERS)}>
          more of {count(text.length)} characters
        </Button>
      )}
    </span>
  );
}
