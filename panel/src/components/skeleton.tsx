import './skeleton.css';

export interface SkeletonProps {
  /** Of what will be here, in px, so that nothing jumps. */
  readonly height: number;
  /** Px. @default all there is */
  readonly width?: number;
}

/** Keeps the place of what is being loaded. */
export function Skeleton({ height, width }: SkeletonProps) {
  return (
    <div className="skeleton" style={{ height, width: width ?? '100%' }}>
      <span className="visually-hidden">Loading</span>
    </div>
  );
}
