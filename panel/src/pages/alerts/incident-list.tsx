import type { ReactNode } from 'react';
import type { Incident } from '../../../../src/api/incidents.ts';
import { Loaded } from '../../components/loaded.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Pages } from '../../data/use-pages.ts';
import { IncidentTable, type IncidentTableProps } from './incident-table.tsx';

export interface IncidentListProps extends Omit<IncidentTableProps, 'incidents'> {
  readonly pages: Pages<Incident>;
  /** What is said where there are none. */
  readonly children: ReactNode;
}

/** Incidents, page by page. */
export function IncidentList({ pages, children, ...table }: IncidentListProps) {
  return (
    <Loaded query={pages.query} skeleton={<TableSkeleton />}>
      {() =>
        pages.items.length === 0 ? (
          children
        ) : (
          <>
            <IncidentTable incidents={pages.items} {...table} />
            <MoreButton pages={pages} noun="incident" />
          </>
        )
      }
    </Loaded>
  );
}

function TableSkeleton() {
  return (
    <div className="alerts-skeleton">
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} />
    </div>
  );
}
