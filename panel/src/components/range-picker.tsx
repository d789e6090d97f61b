import {
  addDays,
  formatDay,
  isRangeName,
  RANGE_OPTIONS,
  type RangeChoice,
  type RangeName,
} from '../data/day-range.ts';
import { TextFilter } from './filters.tsx';
import { Segments } from './segments.tsx';

export interface RangePickerProps {
  readonly choice: RangeChoice;
  readonly onChange: (change: Partial<RangeChoice>) => void;
}

/** What a range of one's own begins with: a week. */
const FIRST_DAYS = 7;

/** The days that a page is about: one of some ranges that end now, or a first and a last day. */
export function RangePicker({ choice, onChange }: RangePickerProps) {
  const value = isRangeName(choice.range) ? choice.range : 'month';

  function choose(range: RangeName): void {
    const now = new Date();
    const week = { from: formatDay(addDays(now, 1 - FIRST_DAYS)), to: formatDay(now) };
    onChange({ range, ...(range === 'custom' ? week : { from: '', to: '' }) });
  }

  return (
    <div className="range-picker">
      {value === 'custom' && (
        <>
          <TextFilter
            label="First day"
            type="date"
            value={choice.from}
            onChange={from => onChange({ from })}
          />
          <TextFilter label="Last day" type="date" value={choice.to} onChange={to => onChange({ to })} />
        </>
      )}
      <Segments legend="Range" options={RANGE_OPTIONS} value={value} onChange={choose} />
    </div>
  );
}
