import './field.css';
import './filters.css';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';

export interface FilterBarProps {
  /** What is filtered; read out by screen readers. */
  readonly label: string;
  /** Whether anything is filtered now, and so can be cleared. */
  readonly isActive: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** The filters of a list, in a line. */
export function FilterBar({ label, isActive, onClear, children }: FilterBarProps) {
  return (
    <search className="filters" aria-label={label}>
      {children}
      <Button look="quiet" icon="close" disabled={!isActive} onClick={onClear}>
        Clear
      </Button>
    </search>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export interface TextFilterProps extends FieldProps {
  readonly placeholder?: string;
  /** @default text */
  readonly type?: 'text' | 'search' | 'date' | 'datetime-local';
}

/** A pause in typing after which the filter counts. */
const TYPING_PAUSE_MS = 300;

/** A text to look for. It counts after a pause in typing. */
export function TextFilter({ label, value, onChange, placeholder, type = 'search' }: TextFilterProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={event => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(onChange, TYPING_PAUSE_MS, next);
        }}
      />
    </div>
  );
}

export interface SelectFilterProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly title: string }[];
}

/** One of several values. */
export function SelectFilter({ label, value, onChange, options }: SelectFilterProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={event => onChange(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}
