import './field.css';
import './filters.css';
import { Fragment, type ReactNode, useEffect, useId, useRef, useState } from 'react';
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
  const [round, setRound] = useState(0);
  const clear = () => {
    onClear();
    setRound(round + 1);
  };
  return (
    <search className="filters" aria-label={label}>
      {/* What is typed and does not count yet goes too. */}
      <Fragment key={round}>{children}</Fragment>
      <Button look="quiet" icon="close" disabled={!isActive} onClick={clear}>
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
  /** @default search */
  readonly type?: 'search' | 'date';
}

/** A pause in typing after which the filter counts. */
const TYPING_PAUSE_MS = 300;

/** A text to look for. It counts after a pause in typing. */
export function TextFilter({ label, value, onChange, type = 'search' }: TextFilterProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const reported = useRef(value);
  useEffect(() => {
    // What came from here is there already, and perhaps more.
    if (value === reported.current) return;
    reported.current = value;
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const report = (next: string) => {
    reported.current = next;
    onChange(next);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={event => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(report, TYPING_PAUSE_MS, next);
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
