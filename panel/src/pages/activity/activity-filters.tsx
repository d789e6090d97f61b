import { FilterBar, SelectFilter, TextFilter } from '../../components/filters.tsx';
import { EVENT_TYPES } from '../../data/describe-event.ts';
import { type ActivityFilter, NO_FILTER } from './activity-filter.ts';

const ALL = { value: '', title: 'All types' };
const KNOWN: readonly string[] = EVENT_TYPES;

export interface ActivityFiltersProps {
  readonly filter: ActivityFilter;
  readonly isAdmin: boolean;
  readonly onChange: (change: Partial<ActivityFilter>) => void;
}

export function ActivityFilters({ filter, isAdmin, onChange }: ActivityFiltersProps) {
  const types = KNOWN.includes(filter.type) || filter.type === '' ? KNOWN : [...KNOWN, filter.type];
  return (
    <FilterBar
      label="Filter the activity"
      isActive={Object.values(filter).some(value => value !== '')}
      onClear={() => onChange(NO_FILTER)}
    >
      <SelectFilter
        label="Type"
        value={filter.type}
        onChange={type => onChange({ type })}
        options={[ALL, ...types.map(value => ({ value, title: value }))]}
      />
      {isAdmin && <TextFilter label="User" value={filter.userId} onChange={userId => onChange({ userId })} />}
      <TextFilter label="Session" value={filter.sessionId} onChange={sessionId => onChange({ sessionId })} />
      <TextFilter label="Text" value={filter.text} onChange={text => onChange({ text })} />
    </FilterBar>
  );
}
