import type { AuditAction, AuditAnswer } from '../../../../src/api/audit.ts';
import { requestJson } from '../../api/request.ts';
import { type ListPage, type Pages, usePages } from '../../data/use-pages.ts';

const PAGE_ACTIONS = 200;

async function loadActions(before: string | undefined, signal: AbortSignal): Promise<ListPage<AuditAction>> {
  const { actions, next } = await requestJson<AuditAnswer>('/api/v1/audit', {
    query: { limit: PAGE_ACTIONS, before },
    signal,
  });
  return { items: actions, next: next === null ? null : String(next) };
}

/** The actions of the trail, page by page. */
export const useActions = (): Pages<AuditAction> => usePages('audit actions', loadActions);
