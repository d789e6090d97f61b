import { FilterBar, SelectFilter, TextFilter } from '../../components/filters.tsx';
import { RANGE_OPTIONS } from '../../data/day-range.ts';
import { EVENT_TYPES } from '../../data/describe-event.ts';
import { type EventFilter, NO_FILTER } from './event-filter.ts';

const KNOWN: readonly string[] = EVENT_TYPES;
const TIMES = [{ value: '', title: 'Any time' }, ...RANGE_OPTIONS];

export interface EventFiltersProps {
  readonly filter: EventFilter;
  readonly isAdmin: boolean;
  readonly onChange: (change: Partial<EventFilter>) => void;
}

/** What is searched for. */
export function EventFilters({ filter, isAdmin, onChange }: EventFiltersProps) {
  const types = KNOWN.includes(filter.type) || filter.type === '' ? KNOWN : [...KNOWN, filter.type];
  return (
    <FilterBar
      label="Filter the events"
      isActive={Object.values(filter).some(value => value !== '')}
      onClear={() => onChange(NO_FILTER)}
    >
      <SelectFilter
        label="Time"
        value={filter.range}
        onChange={range => onChange({ range, from: '', to: '' })}
        options={TIMES}
      />
      {filter.range === 'custom' && (
        <>
          <TextFilter
            label="First day"
            type="date"
            value={filter.from}
            onChange={from => onChange({ from })}
          />
          <TextFilter label="Last day" type="date" value={filter.to} onChange={to => onChange({ to })} />
        </>
      )}
      <SelectFilter
        label="Type"
        value={filter.type}
        onChange={type => onChange({ type })}
        options={[{ value: '', title: 'All types' }, ...types.map(value => ({ value, title: value }))]}
      />
      {isAdmin && <TextFilter label="User" value={filter.userId} onChange={userId => onChange({ userId })} />}
      <TextFilter label="Session" value={filter.sessionId} onChange={sessionId => onChange({ sessionId })} />
      <TextFilter
        label="Application"
        value={filter.application}
        onChange={application => onChange({ application })}
      />
    </FilterBar>
  );
}
