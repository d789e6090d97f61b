import type { AuditAction } from '../../../../src/api/audit.ts';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { formatCount } from '../../data/format-number.ts';
import { describeAction } from './describe-action.ts';

/** In place of what was erased or has expired. */
const gone = <span className="muted">erased or expired</span>;

const COLUMNS: readonly Column<AuditAction>[] = [
  { name: 'at', title: 'Time', render: ({ at }) => <Time value={at} look="date-time" /> },
  { name: 'action', title: 'Action', render: ({ action }) => describeAction(action) },
  { name: 'actor', title: 'By', render: ({ actor }) => actor ?? gone },
  { name: 'target', title: 'About', render: ({ target }) => target ?? <span className="muted">–</span> },
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
