import { RANGE_OPTIONS, type Range } from '../data/use-range.ts';
import { TextFilter } from './filters.tsx';
import { Segments } from './segments.tsx';

/** Chooses the part of time that a page looks at: one that ends now, or from one day to another. */
export function RangePicker({ range }: { readonly range: Range }) {
  return (
    <div className="range-picker">
      <Segments
        legend="Period"
        options={RANGE_OPTIONS}
        value={range.choice}
        onChange={choice => range.set({ choice })}
      />
      {range.choice === 'custom' && (
        <>
          <TextFilter
            label="First day"
            type="date"
            value={range.firstDay}
            onChange={firstDay => range.set({ firstDay })}
          />
          <TextFilter
            label="Last day"
            type="date"
            value={range.lastDay}
            onChange={lastDay => range.set({ lastDay })}
          />
        </>
      )}
    </div>
  );
}
