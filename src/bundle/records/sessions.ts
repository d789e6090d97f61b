import type { Catalogue } from '../../catalogue/index.ts';
import { select, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

/** Sessions of the application's users, whatever the prefix of their metrics is. */
export function buildSessionRecords({ session }: Catalogue) {
  return {
    active: record(
      'job:active_sessions:sum',
      'Open sessions of all instances of a job.',
      sumBy(['job'], select(session.active)),
    ),
  };
}
