import { Skeleton } from '../../components/skeleton.tsx';

export interface UnknownProps {
  /** Whether the question failed; another part of the page says why. */
  readonly hasFailed: boolean;
  /** Px. */
  readonly height: number;
}

/** In place of what has not been answered yet. */
export function Unknown({ hasFailed, height }: UnknownProps) {
  return hasFailed ? <p className="muted">Not known at the moment.</p> : <Skeleton height={height} />;
}
