import { Status, type Tone } from '../../components/badge.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  critical: 'bad',
  error: 'bad',
  warning: 'warning',
  info: 'accent',
};
const RANKS: Readonly<Record<string, number>> = { critical: 0, error: 1, warning: 2, info: 3 };
const LAST_RANK = 4;

/** Orders severities, the worst first. */
export const rankOf = (severity: string): number => RANKS[severity] ?? LAST_RANK;

/** How bad it is. */
export function Severity({ value }: { readonly value: string }) {
  return <Status tone={TONES[value] ?? 'neutral'}>{value}</Status>;
}
