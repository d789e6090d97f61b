import './filter-bar.css';
import type { ReactNode } from 'react';
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
