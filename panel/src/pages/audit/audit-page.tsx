import './audit.css';
import { useState } from 'react';
import type { AuditAction } from '../../../../src/api/audit.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { FilterBar, SelectFilter, TextFilter } from '../../components/filters.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useUrlState } from '../../data/use-url-state.ts';
import { ActivitySkeleton } from '../activity/activity-skeleton.tsx';
import { ActionDetails } from './action-details.tsx';
import { type AuditFilter, actionNames, NO_FILTER, passes } from './audit-filter.ts';
import { AuditTable } from './audit-table.tsx';
import { useActions } from './use-actions.ts';
import { VerificationCard } from './verification-card.tsx';

/** Who did what to whose data, and how to prove that nobody changed it. */
export function AuditPage() {
  const [filter, change] = useUrlState(NO_FILTER);
  const pages = useActions();
  const [opened, setOpened] = useState<AuditAction>();
  const shown = pages.items.filter(action => passes(action, filter));
  const clear = () => change(NO_FILTER);
  return (
    <>
      <PageHead title="Audit">
        <Button icon="refresh" onClick={pages.query.reload} disabled={pages.query.isLoading}>
          Refresh
        </Button>
      </PageHead>
      <VerificationCard />
      <AuditFilters filter={filter} names={actionNames(pages.items)} onChange={change} />
      <Card title="Trail" note="The newest first" isFlush minHeight={320}>
        <Loaded query={pages.query} skeleton={<ActivitySkeleton />}>
          {() => (
            <>
              {shown.length === 0 ? (
                <NoActions isFiltered={pages.items.length > 0} onClear={clear} />
              ) : (
                <AuditTable actions={shown} onOpen={setOpened} />
              )}
              <MoreButton pages={pages} noun="action" isSearched={shown.length < pages.items.length} />
            </>
          )}
        </Loaded>
      </Card>
      {opened !== undefined && <ActionDetails action={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly names: readonly string[];
  readonly onChange: (change: Partial<AuditFilter>) => void;
}

function AuditFilters({ filter, names, onChange }: AuditFiltersProps) {
  const all = filter.action === '' || names.includes(filter.action) ? names : [...names, filter.action];
  return (
    <FilterBar
      label="Filter the trail"
      isActive={filter.action !== '' || filter.who !== ''}
      onClear={() => onChange(NO_FILTER)}
    >
      <SelectFilter
        label="Action"
        value={filter.action}
        onChange={action => onChange({ action })}
        options={[{ value: '', title: 'All actions' }, ...all.map(value => ({ value, title: value }))]}
      />
      <TextFilter label="By or about" value={filter.who} onChange={who => onChange({ who })} />
    </FilterBar>
  );
}

function NoActions({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (!isFiltered) {
    return (
      <Message icon="shield" title="Nothing is recorded yet">
        <p>Exports, erasures, consents and sign-ins appear here as soon as somebody does one.</p>
      </Message>
    );
  }
  return (
    <Message icon="filter" title="Nothing matches among what was read">
      <p>Show more of the trail below, or look for something else.</p>
      <Button onClick={onClear}>Show all actions</Button>
    </Message>
  );
}
