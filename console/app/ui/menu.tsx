import * as Radix from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';
import styles from './menu.module.css';

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

/** A menu at a button. Not modal: the modal one puts a style element into the page, and the page's policy forbids those. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} align="end" sideOffset={6} collisionPadding={8}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly isDanger?: boolean;
  /** Why it cannot be chosen now; it is told below the item. */
  readonly disabledReason?: string | null;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, isDanger = false, disabledReason = null, children }: MenuItemProps) {
  return (
    <Radix.Item
      className={styles.item}
      data-danger={isDanger || undefined}
      aria-disabled={disabledReason !== null || undefined}
      onSelect={(event) => {
        if (disabledReason === null) onSelect();
        else event.preventDefault();
      }}
    >
      {children}
      {disabledReason !== null && <span className={styles.reason}>{disabledReason}</span>}
    </Radix.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** Some of which one is chosen. */
export function MenuChoice<Value extends string>({ label, value, choices, onChange }: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as Value)}>
      <Radix.Label className={styles.label}>{label}</Radix.Label>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={styles.item}>
          {choice.text}
          <Radix.ItemIndicator aria-hidden="true">✓</Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

interface MenuChecksProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (values: readonly Value[]) => void;
}

/** Some of which any number are chosen; the menu stays open meanwhile. */
export function MenuChecks<Value extends string>({ label, values, choices, onChange }: MenuChecksProps<Value>) {
  return (
    <Radix.Group>
      <Radix.Label className={styles.label}>{label}</Radix.Label>
      {choices.map(({ value, text }) => (
        <Radix.CheckboxItem
          key={value}
          className={styles.item}
          checked={values.includes(value)}
          onCheckedChange={(isChosen) =>
            onChange(
              choices.map((each) => each.value).filter((each) => (each === value ? isChosen : values.includes(each))),
            )
          }
          onSelect={(event) => event.preventDefault()}
        >
          {text}
          <Radix.ItemIndicator aria-hidden="true">✓</Radix.ItemIndicator>
        </Radix.CheckboxItem>
      ))}
    </Radix.Group>
  );
}

export function MenuText({ children }: { readonly children: ReactNode }) {
  return <div className={styles.text}>{children}</div>;
}
