import type { AuditAction } from '../../../../src/api/audit.ts';

/** Which of the actions that were read are shown; what is empty does not matter. */
export type AuditFilter = Readonly<Record<'action' | 'who', string>>;

export const NO_FILTER: AuditFilter = { action: '', who: '' };

/** Whether an action passes the filter: its name as it is, its people by a part of their id. */
export function passes({ action, actor, target }: AuditAction, filter: AuditFilter): boolean {
  const who = filter.who.toLowerCase();
  const isWho = [actor, target].some(id => id?.toLowerCase().includes(who) === true);
  return (filter.action === '' || action === filter.action) && (who === '' || isWho);
}

/** The names of actions that there are, in order. */
export function actionNames(actions: readonly AuditAction[]): readonly string[] {
  return [...new Set(actions.map(({ action }) => action))].sort();
}
