import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { RangePicker } from '../../components/range-picker.tsx';
import { rangeOf } from '../../data/day-range.ts';
import { useQuery } from '../../data/use-query.ts';
import { type UrlState, useUrlState } from '../../data/use-url-state.ts';
import { AnalyticsContent } from './analytics-content.tsx';
import { loadAnalytics } from './analytics-data.ts';
import { AnalyticsSkeleton } from './analytics-skeleton.tsx';
import { intervalOf } from './interval-choice.ts';

const DEFAULTS: UrlState<'range' | 'from' | 'to' | 'by' | 'compare'> = {
  range: 'month',
  from: '',
  to: '',
  by: '',
  compare: 'yes',
};
const REFRESH_MS = 60_000;

/** Looks back: how much was said, by whom, when, and how fast the answers were. */
export function AnalyticsPage() {
  const [state, change] = useUrlState(DEFAULTS);
  const { range: name, from, to } = state;
  const range = rangeOf(state, new Date());
  const days = range?.days ?? 1;
  const interval = intervalOf(state.by, days);
  const query = useQuery(
    `analytics ${name} ${from} ${to} ${interval}`,
    signal => loadAnalytics({ range: name, from, to }, interval, signal),
    { refreshMs: REFRESH_MS, isEnabled: range !== undefined },
  );
  return (
    <>
      <PageHead title="Analytics">
        <RangePicker choice={state} onChange={change} />
      </PageHead>
      {range === undefined ? (
        <Message icon="chart" title="Choose the days">
          <p>The first day has to be before the last one, and not in the future.</p>
        </Message>
      ) : (
        <Loaded query={query} skeleton={<AnalyticsSkeleton />}>
          {data => (
            <AnalyticsContent
              data={data}
              days={days}
              interval={interval}
              isCompared={state.compare === 'yes'}
              onChange={change}
            />
          )}
        </Loaded>
      )}
    </>
  );
}
