import type { AuditAction } from '../../../../src/api/audit.ts';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { formatCount } from '../../data/format-number.ts';
import { describeAction } from './describe-action.ts';

interface PersonProps {
  readonly id: string | null;
  /** Stands where there is nobody. */
  readonly none: string;
}

function Person({ id, none }: PersonProps) {
  return id === null ? (
    <span className="muted">{none}</span>
  ) : (
    <span className="table-id" title={id}>
      {id}
    </span>
  );
}

const COLUMNS: readonly Column<AuditAction>[] = [
  { name: 'at', title: 'Time', render: ({ at }) => <Time value={at} look="date-time" /> },
  {
    name: 'action',
    title: 'Action',
    isName: true,
    render: ({ action, actor, target, details }) => (
      <>
        {describeAction({ action, details })}
        <span className="table-second">
          by <bdi>{actor ?? 'erased or expired'}</bdi>
          {target !== null && (
            <>
              , about <bdi>{target}</bdi>
            </>
          )}
        </span>
      </>
    ),
  },
  {
    name: 'actor',
    title: 'By',
    render: ({ actor }) => <Person id={actor} none="erased or expired" />,
    isMinor: true,
  },
  { name: 'target', title: 'About', render: ({ target }) => <Person id={target} none="–" />, isMinor: true },
  { name: 'leaf', title: 'Leaf', align: 'end', isMinor: true, render: ({ leaf }) => formatCount(leaf) },
];

export interface AuditTableProps {
  readonly actions: readonly AuditAction[];
  readonly onOpen: (action: AuditAction) => void;
}

/** Actions of the trail, the newest first. */
export function AuditTable({ actions, onOpen }: AuditTableProps) {
  return (
    <Table
      caption="Actions, the newest first"
      columns={COLUMNS}
      rows={actions}
      rowKey={({ leaf }) => String(leaf)}
      onOpen={onOpen}
    />
  );
}
