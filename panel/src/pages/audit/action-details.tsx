import type { AuditAction } from '../../../../src/api/audit.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Facts, JsonView } from '../../components/facts.tsx';
import { formatFull } from '../../data/format-time.ts';
import { describeAction } from './describe-action.ts';

export interface ActionDetailsProps {
  readonly action: AuditAction;
  readonly onClose: () => void;
}

/** All of an action. */
export function ActionDetails({ action, onClose }: ActionDetailsProps) {
  const { leaf, at, actor, target, details } = action;
  return (
    <Dialog title={describeAction(action)} place="side" onClose={onClose}>
      <div className="stack">
        <Facts
          items={[
            { name: 'Time', value: formatFull(new Date(at)) },
            { name: 'Action', value: <code>{action.action}</code> },
            { name: 'By', value: actor ?? 'erased or expired' },
            { name: 'About', value: target },
            { name: 'Leaf', value: String(leaf) },
          ]}
        />
        {details === null ? (
          <p className="muted">
            There are no details, or they were erased or have expired. The leaf still proves that something
            was done.
          </p>
        ) : (
          <JsonView value={details} label="Details" />
        )}
      </div>
    </Dialog>
  );
}
