import { PageHead } from '../../components/page-head.tsx';

export function ActivityPage() {
  return <PageHead title="Activity" />;
}
