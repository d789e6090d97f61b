import './field.css';
import { type ComponentProps, useEffect, useRef, useState } from 'react';

export interface SelectProps<Value extends string> {
  readonly label: string;
  /** Values with their names, in order. */
  readonly options: Readonly<Partial<Record<Value, string>>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice of one among many. */
export function Select<Value extends string>({ label, options, value, onChange }: SelectProps<Value>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.currentTarget.value as Value)}>
        {(Object.entries(options) as [Value, string][]).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface TextFieldProps
  extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'defaultValue' | 'className'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** How long after the last key what was typed counts: nobody wants an answer to half a word. */
const TYPED_MS = 400;

/** A text that is told on when it was typed, and at once by Enter and when the field is left. */
export function TextField({ label, value, onChange, ...others }: TextFieldProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function tell(next: string): void {
    clearTimeout(timer.current);
    if (next !== value) onChange(next);
  }

  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        {...others}
        value={text}
        onChange={event => {
          const next = event.currentTarget.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(tell, TYPED_MS, next);
        }}
        onBlur={() => tell(text)}
        onKeyDown={event => event.key === 'Enter' && tell(text)}
      />
    </label>
  );
}
